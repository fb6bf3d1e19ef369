package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.fingerprint.Entropy;
import io.lotabots.clients.fingerprint.Fingerprint;
import io.lotabots.clients.hardware.Machine;
import io.lotabots.crypto.CanonicalJson;
import io.lotabots.crypto.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The body of {@code POST /attest/submit}, in the shape that miners in the field send. */
final class Payload {
    /** The nonce that stands in a payload for which no challenge was asked. */
    static final String NO_NONCE = "0".repeat(64);

    private Payload() {}

    /** What is attested, not yet signed. */
    static ObjectNode of(Identity who, Machine machine, Fingerprint fingerprint, Entropy entropy, String nonce) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("miner", who.wallet());
        body.put("miner_id", Identity.label(machine));
        body.put("nonce", nonce);
        body.set("report", report(who, entropy, nonce));
        body.set("device", device(machine));
        body.set("signals", signals(machine));
        body.set("fingerprint", fingerprint.json());
        body.putNull("warthog");
        return body;
    }

    /**
     * The text to send: the canonical text of the body with signature, key and the signature's kind beside it. The same number texts
     * stand in what is signed and in what is sent.
     */
    static String signed(ObjectNode body, MinerKey key) {
        var canonical = canonical(body);
        var sent = body.deepCopy();
        sent.put("signature", key.sign(CanonicalJson.bytes(canonical)));
        sent.put("public_key", key.publicKeyHex());
        sent.put("signature_type", "canonical_json");
        return canonical(sent);
    }

    /** Sorted keys, no blanks, ASCII only. */
    static String canonical(ObjectNode json) {
        try {
            return CanonicalJson.of(json.toString().getBytes(StandardCharsets.UTF_8), Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode report(Identity who, Entropy entropy, String nonce) {
        var derived = entropy.json();
        var report = JsonNodeFactory.instance.objectNode();
        report.put("nonce", nonce);
        report.put("commitment", Digests.sha256Hex(nonce + who.wallet() + canonical(derived)));
        report.set("derived", derived);
        report.putRawValue("entropy_score", entropy.score());
        return report;
    }

    private static ObjectNode device(Machine machine) {
        var device = JsonNodeFactory.instance.objectNode();
        device.put("family", machine.family());
        device.put("arch", machine.arch());
        device.put("model", machine.model());
        device.put("cpu", machine.cpu());
        device.put("cores", machine.cores());
        device.put("memory_gb", machine.memoryGb());
        // Left out when there is none: an empty serial would be a claim about the machine.
        machine.serial().ifPresent(serial -> device.put("serial", serial));
        device.put("machine", machine.machine());
        return device;
    }

    private static ObjectNode signals(Machine machine) {
        var signals = JsonNodeFactory.instance.objectNode();
        var macs = signals.putArray("macs");
        machine.macs().forEach(macs::add);
        signals.put("hostname", machine.hostname());
        return signals;
    }
}
