package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvTest {
    private final Env env = Env.of(Map.of("A", "x", "N", "42", "T", "true", "E", ""));

    @Test
    void what_is_missing_or_of_another_kind_is_named() {
        assertThat(env.get("A")).isEqualTo("x");
        assertThat(env.number("N")).isEqualTo(42);
        assertThat(env.flag("T")).isTrue();
        assertThat(env.find("E")).isEmpty();
        assertThatThrownBy(() -> env.get("B")).hasMessageContaining("B is not set");
        assertThatThrownBy(() -> env.number("A")).hasMessageContaining("A is not a whole number");
        assertThatThrownBy(() -> env.flag("A")).hasMessageContaining("A is neither true nor false");
    }
}
