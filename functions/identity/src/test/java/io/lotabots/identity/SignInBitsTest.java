package io.lotabots.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.WalletKey;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Json;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wallet's message and its signature, changed by one bit, at the endpoint over a store that would take any nonce. */
class SignInBitsTest {
    private static final String SPENDS_A_NONCE = "DeleteItem";

    private final WalletKey key = WalletKey.generate(new SecureRandom());
    /** Every nonce is open in it. */
    private final MemoryTransport store = new MemoryTransport((operation, _) ->
            operation.equals("GetItem") ? "{\"Item\":{\"expires_at\":{\"N\":\"99999999999\"}}}" : "{}");

    private final Endpoint<?, ?> usual = endpoint(store, Map.of());

    private String message() {
        APIGatewayV2HTTPEvent event = Endpoints.sample(PostApiV1AuthLogin.class);
        String domain = event.getRequestContext().getDomainName();
        Instant issued = Instant.ofEpochMilli(event.getRequestContext().getTimeEpoch());
        return domain + " wants you to sign in with your Ethereum account:\n"
                + key.address().checksummed()
                + "\n\n\nURI: https://" + domain + "\nVersion: 1\nChain ID: 1\nNonce: 0123456789abcdef\nIssued At: "
                + issued + "\nExpiration Time: " + issued.plusSeconds(60);
    }

    private static Endpoint<?, ?> endpoint(MemoryTransport store, Map<String, String> settings) {
        return Endpoints.of(PostApiV1AuthLogin.class, Aws.of(Service.env(settings), () -> store));
    }

    private static APIGatewayV2HTTPResponse login(Endpoint<?, ?> endpoint, Map<String, String> fields) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(PostApiV1AuthLogin.class);
        event.setQueryStringParameters(null);
        event.setRawQueryString("");
        event.setBody(Json.write(fields));
        return Endpoints.send(endpoint, event);
    }

    private static String refusal(Endpoint<?, ?> endpoint, Map<String, String> fields, int status) {
        APIGatewayV2HTTPResponse answer = login(endpoint, fields);
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(status);
        return Endpoints.json(answer).path("code").asText();
    }

    private Map<String, String> fields(String message, byte[] signature) {
        return Map.of(
                "address",
                key.address().text(),
                "message",
                message,
                "signature",
                "0x" + HexFormat.of().formatHex(signature));
    }

    @Test
    void every_one_bit_change_of_a_message_is_refused_before_a_nonce_is_spent() {
        String message = message();
        byte[] signature = key.signMessage(message);
        byte[] right = message.getBytes(StandardCharsets.US_ASCII);
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] changed = right.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            // A bit that makes a byte none of ASCII makes it a letter of Latin 1.
            String text = new String(changed, StandardCharsets.ISO_8859_1);
            assertThat(refusal(usual, fields(text, signature), 401))
                    .as("bit " + bit)
                    .isIn("INVALID_SIGNATURE", "INVALID_SIGN_IN_MESSAGE");
        }
        assertThat(store.asked()).doesNotContain(SPENDS_A_NONCE);
        assertThat(login(usual, fields(message, signature)).getStatusCode()).isEqualTo(200);
        assertThat(store.asked()).contains(SPENDS_A_NONCE);
    }

    @Test
    void every_one_bit_change_of_a_signature_is_refused_before_a_nonce_is_spent() {
        String message = message();
        byte[] right = key.signMessage(message);
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] changed = right.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refusal(usual, fields(message, changed), 401))
                    .as("bit " + bit)
                    .isEqualTo("INVALID_SIGNATURE");
        }
        assertThat(store.asked()).doesNotContain(SPENDS_A_NONCE);
    }

    @Test
    void where_the_stage_does_not_take_a_nonce_alone_a_message_is_asked_for() {
        Endpoint<?, ?> off = endpoint(MemoryTransport.empty(), Map.of("NONCE_SIGN_IN", "false"));
        Endpoint<?, ?> on = endpoint(MemoryTransport.empty(), Map.of());
        String nonce = "0123456789abcdef0123456789abcdef";
        Map<String, String> alone = Map.of(
                "address",
                key.address().text(),
                "signature",
                "0x" + HexFormat.of().formatHex(key.signMessage(nonce)));
        assertThat(refusal(off, alone, 400)).isEqualTo("MESSAGE_REQUIRED");
        assertThat(refusal(on, alone, 401)).as("with the switch on").isEqualTo("NONCE_NOT_FOUND");
        String message = message();
        assertThat(login(off, fields(message, key.signMessage(message))).getStatusCode())
                .isEqualTo(200);
    }
}
