package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Seal seal = Seal.of(SECRET, "test");
    private final byte[] sealed = seal.close("seed".getBytes(StandardCharsets.US_ASCII), new byte[12], "ann");

    @Test
    void what_was_sealed_opens_for_its_owner() {
        assertThat(seal.open(sealed, "ann")).asString(StandardCharsets.US_ASCII).isEqualTo("seed");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("seed");
    }

    @Test
    void it_opens_for_nobody_else_nor_under_another_purpose_or_secret_nor_changed() {
        assertThatThrownBy(() -> seal.open(sealed, "bo")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Seal.of(SECRET, "other").open(sealed, "ann"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Seal.of(new byte[32], "test").open(sealed, "ann"))
                .isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> seal.open(changed, "ann")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> seal.open(new byte[3], "ann")).isInstanceOf(IllegalStateException.class);
    }
}
