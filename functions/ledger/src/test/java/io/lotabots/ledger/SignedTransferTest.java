package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedTransferTest {
    private static final String VALID = """
            {"from_address":"RTCaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",\
            "to_address":"RTCbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",\
            "amount_rtc":1,"nonce":1,"public_key":"p","signature":"s"}""";

    @Test
    void the_vectors_of_the_network_hold() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/protocol/rustchain/vectors/transfer_preflight.json"))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty()) {
            System.out.println("skipped: this machine has no network vectors of transfers");
        }
        assumeTrue(file.isPresent(), "this machine has no network vectors of transfers");
        int held = 0;
        for (JsonNode vector : Json.tree(Files.readAllBytes(file.get())).get("cases")) {
            if (!vector.get("body").isObject()) {
                continue;
            }
            JsonNode result = vector.get("result");
            if (result.get("ok").booleanValue()) {
                SignedTransfer read = read(vector.get("body"));
                JsonNode details = result.get("details");
                assertThat(read.amountMicro())
                        .isEqualTo(details.get("amount_i64").longValue());
                assertThat(read.message().nonce())
                        .isEqualTo(details.get("nonce").longValue());
                assertThat(read.message().from())
                        .isEqualTo(details.get("from_address").textValue());
                assertThat(read.message().fee())
                        .isEqualByComparingTo(details.get("fee_rtc").decimalValue());
            } else {
                Refusal refusal = refusal(vector.get("body"));
                assertThat(refusal.status()).isEqualTo(400);
                assertThat(refusal.fields())
                        .containsEntry("error", result.get("error").textValue());
                JsonNode missing = result.get("details").path("missing");
                if (missing.isArray()) {
                    assertThat(refusal.fields().get("missing"))
                            .hasToString(missing.toString().replace("\"", "").replace(",", ", "));
                }
            }
            held++;
        }
        assertThat(held).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    amount_rtc   | 0                     | amount_must_be_positive
                    amount_rtc   | -0.5                  | amount_must_be_positive
                    amount_rtc   | "-1"                  | amount_must_be_positive
                    amount_rtc   | "x"                   | amount_not_number
                    amount_rtc   | []                    | amount_not_number
                    amount_rtc   | "0x10"                | amount_not_number
                    amount_rtc   | "1_0"                 | amount_not_number
                    amount_rtc   | " -Infinity "         | amount_not_finite
                    amount_rtc   | 9e-7                  | amount_too_small_after_quantization
                    amount_rtc   | 1e-2147483000         | amount_too_small_after_quantization
                    amount_rtc   | 9223372036854.775808  | amount_exceeds_i64
                    amount_rtc   | 1e2147483000          | amount_exceeds_i64
                    fee_rtc      | -0.01                 | fee_must_be_non_negative
                    fee_rtc      | "free"                | fee_must_be_non_negative
                    fee_rtc      | 1e2147483000          | fee_must_be_non_negative
                    from_address | "treasury"            | invalid_from_address_format
                    from_address | "rtc-name"            | invalid_from_address_format
                    from_address | 7                     | invalid_from_address_format
                    to_address   | "a-name"              | invalid_to_address_format
                    to_address   | "RTCBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB" | invalid_to_address_format
                    nonce        | "1e3"                 | nonce_not_int
                    nonce        | true                  | nonce_not_int
                    nonce        | 9223372036854775808   | nonce_not_int
                    nonce        | "-7"                  | nonce_must_be_gt_zero
                    chain_id     | "a b"                 | invalid_chain_id_format
                    memo         | {}                    | invalid_memo
                    """)
    void every_fault_is_named_as_the_network_names_it(String field, String json, String error) throws IOException {
        ObjectNode body = (ObjectNode) Json.tree(VALID.getBytes(StandardCharsets.UTF_8));
        body.set(field, Json.tree(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(refusal(body).fields()).containsEntry("error", error);
    }

    @Test
    void a_memo_has_at_most_1024_characters() throws IOException {
        ObjectNode body = (ObjectNode) Json.tree(VALID.getBytes(StandardCharsets.UTF_8));
        body.put("memo", "m".repeat(1024));
        assertThat(read(body).message().memo()).hasSize(1024);
        body.put("memo", "m".repeat(1025));
        assertThat(refusal(body).fields()).containsEntry("error", "invalid_memo");
    }

    private static Refusal refusal(JsonNode body) {
        Refusal[] refusal = new Refusal[1];
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(Refusal.class, r -> refusal[0] = r);
        return refusal[0];
    }

    private static SignedTransfer read(JsonNode body) {
        return SignedTransfer.of(new PostWalletTransferSigned.Request(
                body.get("from_address"),
                body.get("to_address"),
                body.get("amount_rtc"),
                body.get("fee_rtc"),
                body.get("memo"),
                body.get("nonce"),
                body.get("public_key"),
                body.get("signature"),
                body.get("chain_id")));
    }
}
