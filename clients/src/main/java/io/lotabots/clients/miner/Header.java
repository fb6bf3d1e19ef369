package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.crypto.CanonicalJson;
import io.lotabots.crypto.Digests;
import java.util.HexFormat;

/** The body of {@code POST /headers/ingest_signed}: a slot's header, signed over BLAKE2b-256 of its canonical JSON. */
final class Header {
    private Header() {}

    /** The text to send for a slot; {@code epochSecond} is this machine's clock. */
    static String signed(Identity who, long slot, long epochSecond) {
        var header = JsonNodeFactory.instance.objectNode();
        header.put("slot", slot);
        header.put("miner", who.wallet());
        header.put("timestamp", epochSecond);
        var message = Digests.blake2b256(CanonicalJson.bytes(Payload.canonical(header)));
        var body = JsonNodeFactory.instance.objectNode();
        body.put("miner_id", who.wallet());
        body.set("header", header);
        body.put("message", HexFormat.of().formatHex(message));
        body.put("signature", who.key().sign(message));
        body.put("pubkey", who.key().publicKeyHex());
        return Payload.canonical(body);
    }
}
