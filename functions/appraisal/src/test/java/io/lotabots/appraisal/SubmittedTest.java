package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmittedTest {
    private final Submitted submitted = new Submitted(AllKinds.kinds());

    private static JsonNode json(String text) throws IOException {
        return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_wrapper_in_cbor_travels_in_json_and_holds_no_other() throws IOException {
        byte[] type = "application/aws-nitro-document".getBytes(StandardCharsets.US_ASCII);
        byte[] record = new byte[3 + type.length + 4];
        record[0] = (byte) 0x82;
        record[1] = 0x78;
        record[2] = (byte) type.length;
        System.arraycopy(type, 0, record, 3, type.length);
        record[3 + type.length] = 0x43;
        record[5 + type.length] = 9;
        String sent = Base64.getUrlEncoder().withoutPadding().encodeToString(record);
        for (String wrapper : List.of("#cmw-c2j-tunnel", "application/cmw+cbor")) {
            var piece = submitted
                    .pieces(json("[\"" + wrapper + "\", \"" + sent + "\"]"))
                    .getFirst();
            assertThat(piece.label()).isEqualTo("aws-nitro");
            assertThat(piece.evidence().parts().get("document")).containsExactly(0, 9, 0);
        }
        JsonNode empty = json("[\"#cmw-c2j-tunnel\", \"gA\"]");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> submitted.pieces(empty))
                .withMessageContaining("evidence");
    }

    @Test
    void evidence_is_parts_or_a_wrapper_record_or_several_by_label() throws IOException {
        var parts = submitted.pieces(json("""
            {"format": "sev-snp", "parts": {"report": "AQID"}}\
            """));
        assertThat(parts.getFirst().label()).isEqualTo("sev-snp");
        assertThat(parts.getFirst().evidence().parts().get("report")).containsExactly(1, 2, 3);

        var record = submitted.pieces(json("""
            ["application/aws-nitro-document", "AQID"]\
            """));
        assertThat(record.getFirst().kind().name()).isEqualTo("aws-nitro");
        assertThat(record.getFirst().evidence().has("document")).isTrue();

        var several = submitted.pieces(json("""
            {"__cmwc_t": "tag:example.com,2026:vm",
             "cpu0": {"format": "sev-snp", "parts": {"report": "AQID"}},
             "gpu0": ["application/vnd.lotabots.evidence+json; format=nvidia-gpu", "eyJyZXBvcnQiOiJBUUlEIn0"]}\
            """));
        assertThat(several).extracting(Submitted.Piece::label).containsExactly("cpu0", "gpu0");
        assertThat(several.get(1).evidence().has("report")).isTrue();
    }

    @Test
    void a_media_type_is_known_whatever_its_case_spaces_and_quotes() {
        assertThat(submitted
                        .piece("application/EAT-collection;profile=http://arm.com/CCA-SSD/1.0.0", new byte[] {1})
                        .kind()
                        .name())
                .isEqualTo("arm-cca");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"text\"",
                "{}",
                "[]",
                "[\"application/aws-nitro-document\"]",
                "[\"text/plain\",\"AQID\"]",
                "{\"format\":\"abacus\",\"parts\":{\"report\":\"AQID\"}}",
                "{\"format\":\"sev-snp\",\"parts\":{}}",
                "{\"format\":\"sev-snp\",\"parts\":{\"report\":7}}",
                "{\"format\":\"sev-snp\",\"parts\":{\"report\":\"!\"}}",
                "{\"UPPER\":[\"application/aws-nitro-document\",\"AQID\"]}"
            })
    void what_is_no_evidence_is_refused_in_one_sentence(String text) throws IOException {
        JsonNode sent = json(text);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> submitted.pieces(sent))
                .satisfies(refusal -> assertThat(refusal.status()).isIn(400, 415));
    }

    @Test
    void a_part_and_the_number_of_pieces_are_bounded() throws IOException {
        String big = "A".repeat((Submitted.MOST_PART + 3) / 3 * 4);
        JsonNode large = json("{\"format\":\"sev-snp\",\"parts\":{\"report\":\"" + big + "\"}}");
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> submitted.pieces(large));
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i <= Submitted.MOST_PIECES; i++) {
            many.append(i == 0 ? "" : ",")
                    .append("\"c")
                    .append(i)
                    .append("\":[\"application/aws-nitro-document\",\"AQ\"]");
        }
        JsonNode crowd = json(many.append('}').toString());
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> submitted.pieces(crowd));
    }

    @Test
    void only_what_verifiers_read_is_kept_and_it_reads_the_same_again() throws IOException {
        JsonNode kept = Submitted.kept(submitted.pieces(json("""
            {"format": "sev-snp", "diary": "AQID", "parts": {"report": "AQID", "selfie": "BAUG"}}\
            """)));
        assertThat(kept).isEqualTo(json("""
            {"sev-snp": {"format": "sev-snp", "parts": {"report": "AQID"}}}\
            """));
        assertThat(Submitted.kept(submitted.pieces(kept))).isEqualTo(kept);

        String type = "application/vnd.lotabots.evidence+json; format=sev-snp; diary=x";
        Submitted.Piece piece =
                submitted.piece(type, "{\"report\": \"AQID\", \"selfie\": \"BAUG\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(
                        Base64.getUrlDecoder()
                                .decode(Submitted.kept(type, piece).get(1).textValue()),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"report\":\"AQID\"}");
        String mediaType = "application/aws-nitro-document";
        JsonNode document = Submitted.kept(mediaType, submitted.piece(mediaType, new byte[] {1, 2, 3}));
        assertThat(document).isEqualTo(json("[\"application/aws-nitro-document\",\"AQID\"]"));
    }
}
