package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.evidence.Cbor.Kind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CborTest {
    @ParameterizedTest
    @CsvSource({
        "00,0",
        "17,23",
        "1818,24",
        "190100,256",
        "1a000f4240,1000000",
        "1b000000e8d4a51000,1000000000000",
        "20,-1",
        "3863,-100",
        "3903e7,-1000",
        "1b7fffffffffffffff,9223372036854775807",
        "3b7fffffffffffffff,-9223372036854775808",
        "1900ff,255"
    })
    void integers_of_the_standards_appendix_a_are_read(String hex, long value) throws EvidenceRefused {
        assertThat(read(hex).integer()).isEqualTo(value);
    }

    @Test
    void strings_arrays_and_maps_of_definite_and_indefinite_length_are_the_same() throws EvidenceRefused {
        assertThat(read("4401020304").bytes()).containsExactly(1, 2, 3, 4);
        assertThat(read("5f42010243030405ff").bytes()).containsExactly(1, 2, 3, 4, 5);
        assertThat(read("6449455446").text()).isEqualTo("IETF");
        assertThat(read("7f657374726561646d696e67ff").text()).isEqualTo("streaming");
        for (String array : List.of("8301820203820405", "9f018202039f0405ffff", "83018202039f0405ff")) {
            assertThat(read(array).items().get(2).items().get(1).integer()).isEqualTo(5);
        }
        for (String map : List.of("a201020304", "bf01020304ff")) {
            assertThat(read(map).get(3).integer()).isEqualTo(4);
            assertThat(read(map).find(5)).isNull();
        }
        assertThat(read("a26161016162820203").get("b").items()).hasSize(2);
    }

    @Test
    void tags_booleans_and_null_are_read() throws EvidenceRefused {
        Cbor tag = read("d9018f01");
        assertThat(tag.tag()).isEqualTo(399);
        assertThat(tag.tagged().integer()).isEqualTo(1);
        assertThat(read("f5").bool()).isTrue();
        assertThat(read("f4").bool()).isFalse();
        assertThat(read("f6").isNull()).isTrue();
        assertThat(read("f7").isNull()).isTrue();
    }

    @Test
    void an_item_gives_the_very_bytes_it_was_encoded_in() throws EvidenceRefused {
        Cbor array = read("82bf1801190002ff00");
        assertThat(hex(array.items().getFirst().raw())).isEqualTo("bf1801190002ff");
        assertThat(hex(array.raw())).isEqualTo("82bf1801190002ff00");
    }

    @Test
    void the_first_of_several_items_tells_where_it_ends() throws EvidenceRefused {
        byte[] bytes = HexFormat.of().parseHex("ff820102f5");
        Cbor item = Cbor.first(bytes, 1);
        assertThat(item.end()).isEqualTo(4);
        assertThat(Cbor.first(bytes, item.end()).bool()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it ends inside",
                "19|it ends inside",
                "8201|it ends inside",
                "9f01|it ends inside",
                "0000|1 bytes after the item's end",
                "44010203|a string of 4 bytes, 3 are left",
                "5b7fffffffffffffff00|a string of 9223372036854775807 bytes",
                "9b7fffffffffffffff00|it ends inside",
                "1b8000000000000000|beyond 63 bits",
                "1c|no meaning",
                "1f|no meaning",
                "df00|no meaning",
                "ff|simple value",
                "f93c00|floating-point",
                "fb3ff199999999999a|floating-point",
                "f820|simple value",
                "61ff|not UTF-8",
                "5f6161ff|definite strings of its own kind",
                "5f5f4100ffff|definite strings of its own kind",
                "a201000100|key 1 twice",
                "a2010018010000|key 1 twice",
                "bf616100616100ff|key a twice",
                "a1f500|neither an integer nor a text",
                "bf01ff|simple value"
            })
    void what_is_not_well_formed_or_never_in_evidence_is_refused(String hex, String why) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOfSatisfying(
                        EvidenceRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED))
                .hasMessageContaining(why);
    }

    @Test
    void depth_number_and_size_are_bounded() {
        assertThatThrownBy(() -> read("81".repeat(17) + "00")).hasMessageContaining("deeper than 16");
        assertThatThrownBy(() -> read("9f" + "00".repeat(4096) + "ff")).hasMessageContaining("more than 4096");
        assertThatThrownBy(() -> read("5f" + "40".repeat(4096) + "ff")).hasMessageContaining("more than 4096");
        assertThatThrownBy(() -> Cbor.of(new byte[CborReader.MOST_BYTES + 1])).hasMessageContaining("at most");
    }

    @Test
    void an_item_of_another_kind_says_what_was_wanted() throws EvidenceRefused {
        Cbor text = read("6161");
        assertThatThrownBy(text::integer).hasMessageContaining("wanted an integer, got a text");
        assertThatThrownBy(text::bytes).hasMessageContaining("wanted a byte string");
        assertThatThrownBy(text::items).hasMessageContaining("wanted an array");
        assertThatThrownBy(() -> text.get(1)).hasMessageContaining("wanted a map");
        assertThatThrownBy(() -> read("a0").get(7)).hasMessageContaining("no key 7");
        assertThatThrownBy(() -> read("4101").bytes("the nonce", 32, 64))
                .hasMessageContaining("the nonce has 32 to 64 bytes, got 1");
    }

    @Property(tries = 2000)
    void any_bytes_are_an_item_or_refused_and_cost_little(@ForAll @Size(max = 300) byte[] bytes) {
        long before = allocated();
        String outcome;
        try {
            outcome = Cbor.first(bytes, 0).end() <= bytes.length ? "read" : "beyond its end";
        } catch (EvidenceRefused refused) {
            outcome = refused.reason().code();
        }
        long cost = allocated() - before;
        assertThat(outcome).isIn("read", "malformed");
        // A few pages for the first use of a class, and for each byte what an empty map costs.
        assertThat(cost).isLessThan(65_536 + 400L * bytes.length);
    }

    @Property(tries = 200)
    void what_is_written_is_read(@ForAll long number, @ForAll @Size(max = 300) byte[] bytes, @ForAll String text)
            throws EvidenceRefused {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Map<Object, Object> map = TestCbor.map(1, number, "b", bytes, -3, valid);
        for (Object form : List.of(map, new TestCbor.Indefinite(map))) {
            Cbor read = Cbor.of(TestCbor.encode(form));
            assertThat(read.kind()).isEqualTo(Kind.MAP);
            assertThat(read.get(1).integer()).isEqualTo(number);
            assertThat(read.get("b").bytes()).isEqualTo(bytes);
            assertThat(read.get(-3).text()).isEqualTo(valid);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Cbor read(String hex) throws EvidenceRefused {
        return Cbor.of(HexFormat.of().parseHex(hex));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
