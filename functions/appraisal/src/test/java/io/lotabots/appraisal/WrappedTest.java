package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WrappedTest {
    private static final String JSON = "application/vnd.veraison.cmw+json";
    private static final String CBOR = "application/vnd.veraison.cmw+cbor";

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void a_record_is_opened_and_anything_else_left_as_it_is() {
        Wrapped json =
                Wrapped.unwrapped("body", JSON + "; charset=utf-8", text("[\"application/x-evidence\", \"AQI\", 4]"));
        assertThat(json.mediaType()).isEqualTo("application/x-evidence");
        assertThat(json.content()).containsExactly(1, 2);
        // ["a/b", h'0102', 4]
        Wrapped cbor = Wrapped.unwrapped("body", CBOR, hex("8363612f6242010204"));
        assertThat(cbor.mediaType()).isEqualTo("a/b");
        assertThat(cbor.content()).containsExactly(1, 2);
        assertThat(Wrapped.unwrapped("body", "application/cmw", hex("8263612f62420102"))
                        .mediaType())
                .isEqualTo("a/b");
        assertThat(Wrapped.unwrapped("body", "application/cmw", text(" [\"a/b\",\"AQI\"]"))
                        .mediaType())
                .isEqualTo("a/b");
        byte[] bare = text("[\"a/b\",\"AQI\"]");
        assertThat(Wrapped.unwrapped("body", "a/b", bare)).isEqualTo(new Wrapped("a/b", bare));
    }

    @Test
    void a_record_that_is_none_or_holds_another_is_refused() {
        for (String wrong : new String[] {
            "[]",
            "[\"a/b\"]",
            "[\"a/b\",\"AQI\",4,5]",
            "[1,\"AQI\"]",
            "[\"a/b\",2]",
            "[\"a/b\",\"*\"]",
            "[",
            "[\"application/cmw\",\"AQI\"]"
        }) {
            refused(JSON, text(wrong));
        }
        // Empty, one item, a number for the type, a text for the value, a map, cut off, a tag, a wrapper inside.
        for (String wrong : new String[] {
            "80",
            "8163612f62",
            "820142" + "0102",
            "8263612f6263616263",
            "a0",
            "8263612f6242",
            "d9c35a8240",
            "826f6170706c69636174696f6e2f636d77420102"
        }) {
            refused(CBOR, hex(wrong));
        }
        refused(JSON, new byte[0]);
    }

    private static void refused(String type, byte[] content) {
        assertThatThrownBy(() -> Wrapped.unwrapped("body", type, content))
                .as(new String(content, StandardCharsets.ISO_8859_1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("body");
    }
}
