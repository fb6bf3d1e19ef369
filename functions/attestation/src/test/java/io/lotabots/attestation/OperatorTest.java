package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators are refused. */
class OperatorTest {
    private static final String REFUSED_TRANSACTION =
            "!{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                    + "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\"}]}";
    private static final String REFUSED_WRITE =
            "!{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"}";

    /** A store in which the limit is free and every other conditional write is refused. */
    private static MemoryTransport refusing() {
        return new MemoryTransport((operation, request) -> switch (operation) {
            case "TransactWriteItems" -> REFUSED_TRANSACTION;
            case "UpdateItem" ->
                request.path("TableName").textValue().equals("miners") && request.has("ConditionExpression")
                        ? REFUSED_WRITE
                        : "{}";
            default -> "{}";
        });
    }

    private static APIGatewayV2HTTPResponse send(Class<?> type, MemoryTransport transport, String body) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        event.setBody(body);
        return Endpoints.send(Service.endpoint(type, transport), event);
    }

    private static String error(APIGatewayV2HTTPResponse response) {
        return response.getStatusCode() + " "
                + Endpoints.json(response).path("code").textValue();
    }

    @Test
    void a_wallet_has_at_most_one_open_review() {
        assertThat(error(send(
                        PostAdminWalletReviewHolds.class, refusing(), "{\"wallet\":\"attic\",\"reason\":\"again\"}")))
                .isEqualTo("409 HOLD_EXISTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpin", "unfreeze"})
    void a_pin_that_changed_meanwhile_is_left_alone(String action) {
        assertThat(error(send(
                        PostAdminAttestKey.class, refusing(), "{\"miner\":\"attic\",\"action\":\"" + action + "\"}")))
                .isEqualTo("409 PIN_CHANGED");
    }

    @Test
    void a_key_is_pinned_to_an_address_only_when_it_derives_to_it() {
        String foreign = Endpoints.sample(PostAdminAttestKey.class)
                .getBody()
                .replaceFirst("RTC[0-9a-f]{40}", "RTC" + "a".repeat(40));
        assertThat(error(send(PostAdminAttestKey.class, MemoryTransport.empty(), foreign)))
                .isEqualTo("400 PUBKEY_ADDRESS_MISMATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "01", "ed"})
    void a_key_that_cannot_sign_is_not_registered(String pair) {
        String key = (pair + "0".repeat(64)).substring(0, 64);
        assertThat(send(
                                PostMinerHeaderkey.class,
                                MemoryTransport.empty(),
                                "{\"miner_id\":\"attic\",\"pubkey_hex\":\"" + key + "\"}")
                        .getBody())
                .contains("pubkey_hex must be a usable Ed25519 public key");
    }

    @Test
    void a_review_tells_what_is_wrong_with_its_fields() {
        assertThat(message("{\"wallet\":\"a b\",\"reason\":\"r\"}")).isEqualTo("invalid wallet");
        assertThat(message("{\"wallet\":\"attic\"}")).startsWith("reason must be a text of 1 to 200 characters");
        assertThat(message("{\"wallet\":\"attic\",\"reason\":\"" + "r".repeat(201) + "\"}"))
                .endsWith("got 201");
        assertThat(message("{\"wallet\":\"attic\",\"reason\":\"\\u0007\"}")).endsWith("no control characters");
        assertThat(message("{\"wallet\":\"attic\",\"reason\":\"r\",\"status\":\"open\"}"))
                .isEqualTo("status must be one of blocked, escalated, held, needs_review, got 'open'");
        assertThat(message("{\"wallet\":\"attic\",\"reason\":\"r\",\"coach_note\":[]}"))
                .isEqualTo("coach_note must be a text, got array");
    }

    private static String message(String body) {
        APIGatewayV2HTTPResponse response = send(PostAdminWalletReviewHolds.class, MemoryTransport.empty(), body);
        assertThat(response.getStatusCode()).isEqualTo(400);
        return Endpoints.json(response).path("error").textValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:0c:29", "00-0c:29", "*", "000c2g", "000c2900", ""})
    void a_vendor_prefix_is_six_hexadecimal_digits(String oui) {
        assertThat(send(PostAdminOuiDenyAdd.class, MemoryTransport.empty(), "{\"oui\":\"" + oui + "\"}")
                        .getBody())
                .contains("oui must be 6 hexadecimal digits");
    }
}
