package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    @Test
    void keys_are_sorted_and_numbers_keep_their_text() throws IOException {
        assertThat(canonical("{ \"b\": [1.50, 1e-05, 2.0, -0], \"a\": {\"z\": null, \"y\": true} }"))
                .isEqualTo("{\"a\":{\"y\":true,\"z\":null},\"b\":[1.50,1e-05,2.0,-0]}");
    }

    @Test
    void text_beyond_ascii_is_escaped_as_python_does() throws IOException {
        assertThat(canonical("{\"memo\":\"caf\u00e9 \ud83d\udd25 \\u007f \\/ \\n\"}"))
                .isEqualTo("{\"memo\":\"caf\\u00e9 \\ud83d\\udd25 \\u007f / \\n\"}");
    }

    @Test
    void keys_beyond_the_basic_plane_sort_by_code_point() throws IOException {
        assertThat(canonical("{\"\ud800\udc00\":2,\"\uffff\":1}")).isEqualTo("{\"\\uffff\":1,\"\\ud800\\udc00\":2}");
    }

    @Test
    void only_top_level_fields_are_left_out() throws IOException {
        assertThat(CanonicalJson.of(
                        "{\"signature\":\"x\",\"in\":{\"signature\":1}}".getBytes(StandardCharsets.UTF_8),
                        Set.of("signature")))
                .isEqualTo("{\"in\":{\"signature\":1}}");
    }

    @Test
    void repeated_keys_trailing_values_and_deep_nesting_are_refused() {
        assertThatThrownBy(() -> canonical("{\"a\":1,\"a\":2}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> canonical("{} {}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> canonical("[1]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> canonical("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"))
                .isInstanceOf(IOException.class);
    }

    private static String canonical(String json) throws IOException {
        return CanonicalJson.of(json.getBytes(StandardCharsets.UTF_8), Set.of());
    }
}
