package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void members_are_read_by_their_kinds() throws EvidenceRefused {
        JsonObject json = read("""
            {"text":"ü","number":-9223372036854775808,"flag":true,"nothing":null,"half":0.5,"bytes":"00fF",
             "at":"2026-06-01T00:00:00Z","object":{"inner":[1,"two",{"three":3},[4]]},"texts":["a","b"]}\
            """);

        assertThat(json.text("text")).isEqualTo("ü");
        assertThat(json.number("number")).isEqualTo(Long.MIN_VALUE);
        assertThat(json.members()).containsEntry("flag", true).doesNotContainKeys("nothing", "half");
        assertThat(json.hex("bytes", 2)).containsExactly(0, -1);
        assertThat(json.instant("at")).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(json.object("object").members())
                .containsEntry("inner", List.of(1L, "two", Map.of("three", 3L), List.of(4L)));
        assertThat(json.texts("texts")).containsExactly("a", "b");
        assertThat(json.texts("missing")).isEmpty();
        assertThat(json.objects("missing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "1",
                "{}x",
                "{}{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":9223372036854775808}",
                "{\"a\":123456789012345678901}",
                "{\"a\":\"\u0000\"}",
                "\uFEFF{}"
            })
    void what_is_no_json_object_is_malformed(String text) {
        malformed(() -> read(text));
    }

    @Test
    void other_encodings_and_endless_depths_are_malformed() throws EvidenceRefused {
        malformed(() -> JsonObject.read("test", "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)));
        malformed(() -> JsonObject.read("test", "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)));
        malformed(() -> JsonObject.read("test", " {\"a\":1}".getBytes(StandardCharsets.UTF_16LE)));
        malformed(() -> read("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}"));
        malformed(() -> read("{\"a\":" + "[".repeat(100_000)));
        assertThat(read("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}").has("a"))
                .isTrue();
    }

    @Test
    void a_member_of_another_kind_is_named() throws EvidenceRefused {
        JsonObject json = read("{\"a\":1,\"b\":\"x\",\"c\":[1],\"d\":{}}");
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> json.text("a"),
                () -> json.text("missing"),
                () -> json.number("b"),
                () -> json.object("b"),
                () -> json.objects("c"),
                () -> json.texts("c"),
                () -> json.list("d"),
                () -> json.hex("b", 1),
                () -> json.instant("b"))) {
            malformed(wrong);
        }
        assertThatThrownBy(() -> json.number("b")).hasMessageContaining("test: \"b\" is a whole number");
    }

    @Test
    void the_signed_part_is_cut_out_to_the_byte() throws EvidenceRefused {
        String member = "{ \"x\" : [1 ,2],\n\"info\":{\"é\":\"}\"} }";
        for (String document : List.of(
                "{\"info\":" + member + ",\"signature\":\"00ff\"}",
                "\n {\"signature\":\"00FF\" , \"other\":{\"info\":{}}, \"info\" : " + member + "\n}\n",
                "{\"list\":[{\"info\":{}}],\"info\":" + member + ",\"signature\":\"00ff\"}")) {
            SignedJson signed = SignedJson.read("test", document.getBytes(StandardCharsets.UTF_8), "info");
            assertThat(new String(signed.signed(), StandardCharsets.UTF_8)).isEqualTo(member);
            assertThat(signed.signature()).containsExactly(0, -1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"info\":{}}",
                "{\"signature\":\"00\"}",
                "{\"info\":\"{}\",\"signature\":\"00\"}",
                "{\"info\":[],\"signature\":\"00\"}",
                "{\"info\":{},\"signature\":0}",
                "{\"info\":{},\"signature\":\"0\"}",
                "{\"info\":{},\"signature\":\"zz\"}",
                "{\"info\":{},\"info\":{},\"signature\":\"00\"}",
                "{\"info\":{},\"signature\":\"00\",\"signature\":\"00\"}",
                "{\"info\":{},\"signature\":\"00\"}{}",
                "{\"info\":{},\"signature\":\"00\"",
                "{\"info\":{,\"signature\":\"00\"}",
                "[{\"info\":{},\"signature\":\"00\"}]"
            })
    void a_document_without_one_signed_part_is_malformed(String text) {
        malformed(() -> SignedJson.read("test", text.getBytes(StandardCharsets.UTF_8), "info"));
    }

    private static JsonObject read(String text) throws EvidenceRefused {
        return JsonObject.read("test", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void malformed(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        EvidenceRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED));
    }
}
