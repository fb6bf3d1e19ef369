package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/** The body of {@code POST /epoch/enroll}: who, which machine, which epoch, signed by the attested key. */
final class Enrolment {
    private Enrolment() {}

    /** What is signed: {@code wallet|label|epoch}. */
    static byte[] message(String wallet, String label, long epoch) {
        return (wallet + "|" + label + "|" + epoch).getBytes(StandardCharsets.UTF_8);
    }

    /** The text to send. */
    static String signed(Identity who, String label, long epoch) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("miner_pubkey", who.wallet());
        body.put("miner_id", label);
        body.put("signature", who.key().sign(message(who.wallet(), label, epoch)));
        body.put("public_key", who.key().publicKeyHex());
        return Payload.canonical(body);
    }
}
