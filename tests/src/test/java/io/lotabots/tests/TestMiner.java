package io.lotabots.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.CanonicalJson;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;

/** A miner as the field has them: a key, a machine, and the calls of its loop. */
final class TestMiner {
    private static final HexFormat HEX = HexFormat.of();

    final Http node;
    final byte[] seed;
    final String publicKey;
    final String wallet;
    final ObjectNode device;
    final Random random;
    final boolean powerPc;

    /** The network address from which this miner calls: of a documentation network of its own (RFC 3849). */
    final String address;

    TestMiner(Http node, long seed, ObjectNode device) {
        this.node = node;
        this.random = new Random(seed);
        this.seed = new byte[32];
        random.nextBytes(this.seed);
        this.publicKey = HEX.formatHex(Ed25519.publicKey(this.seed));
        this.wallet = RtcAddress.of(Ed25519.publicKey(this.seed)).value();
        this.device = device;
        this.address = "2001:db8:" + Integer.toHexString((int) (seed >>> 16 & 0xffff)) + ":"
                + Integer.toHexString((int) (seed & 0xffff)) + "::1";
        this.powerPc = device.path("family").asText().equals("PowerPC");
    }

    static TestMiner modern(Http node, long seed) {
        return new TestMiner(node, seed, Machines.modernX86("SER-" + seed));
    }

    static TestMiner g4(Http node, long seed) {
        return new TestMiner(node, seed, Machines.powerPcG4("G4-" + seed));
    }

    String nonce() {
        return nonce("{\"miner\":\"" + wallet + "\"}");
    }

    String nonce(String request) {
        Http.Answer answer = node.post("/attest/challenge", request, "X-Real-IP", address);
        if (answer.status() != 200) {
            throw new AssertionError("challenge: " + answer.status() + " " + answer.text());
        }
        return answer.json().get("nonce").asText();
    }

    ObjectNode fingerprint() {
        return Machines.fingerprint(random, powerPc);
    }

    /** The payload without its signature. */
    ObjectNode payload(String nonce) {
        ObjectNode payload = Http.JSON.createObjectNode();
        payload.put("miner", wallet)
                .put("miner_id", "host-" + wallet.substring(3, 9))
                .put("nonce", nonce);
        ObjectNode report = payload.putObject("report");
        report.put("nonce", nonce).put("commitment", Digests.sha256Hex(nonce + wallet));
        report.putObject("derived").put("mean_ns", 25_311.5).put("sample_count", 48);
        report.put("entropy_score", 0.1234);
        payload.set("device", device.deepCopy());
        payload.putObject("signals")
                .put("hostname", "host-" + wallet.substring(3, 9))
                .putArray("macs")
                .add("3c:7c:3f:" + wallet.substring(3, 5) + ":" + wallet.substring(5, 7) + ":"
                        + wallet.substring(7, 9));
        payload.set("fingerprint", fingerprint());
        payload.putNull("warthog");
        return payload;
    }

    /** Signs the whole payload, as the Linux, macOS and Windows miners do. */
    ObjectNode signed(ObjectNode payload) {
        try {
            String canonical = CanonicalJson.of(
                    payload.toString().getBytes(StandardCharsets.UTF_8),
                    Set.of("signature", "signature_type", "public_key"));
            return payload.put("signature", HEX.formatHex(Ed25519.sign(seed, CanonicalJson.bytes(canonical))))
                    .put("public_key", publicKey)
                    .put("signature_type", "canonical_json");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Http.Answer submit(JsonNode payload) {
        return node.post("/attest/submit", payload, "X-Real-IP", address);
    }

    /** One whole attestation. */
    Http.Answer attest() {
        return submit(signed(payload(nonce())));
    }

    long epoch() {
        return node.get("/epoch").json().get("epoch").asLong();
    }

    ObjectNode enrolment(String minerPubkey, String minerId, long epoch) {
        String message = minerPubkey + "|" + minerId + "|" + epoch;
        return Http.JSON
                .createObjectNode()
                .put("miner_pubkey", minerPubkey)
                .put("miner_id", minerId)
                .put("signature", HEX.formatHex(Ed25519.sign(seed, message.getBytes(StandardCharsets.UTF_8))))
                .put("public_key", publicKey);
    }

    Http.Answer enrol() {
        return node.post("/epoch/enroll", enrolment(wallet, "host", epoch()), "X-Real-IP", address);
    }

    /** The header of a slot, signed over BLAKE2b-256 of its canonical JSON. */
    ObjectNode header(long slot) {
        return header(
                slot,
                Digests.blake2b256(("{\"miner\":\"" + wallet + "\",\"slot\":" + slot + ",\"timestamp\":1}")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    /** The same signed over the text that the Windows and macOS miners sign. */
    ObjectNode spokenHeader(long slot) {
        return header(slot, ("slot:" + slot + ":miner:" + wallet + ":ts:1").getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode header(long slot, byte[] message) {
        ObjectNode request = Http.JSON.createObjectNode().put("miner_id", wallet);
        request.putObject("header").put("slot", slot).put("miner", wallet).put("timestamp", 1);
        return request.put("message", HEX.formatHex(message))
                .put("signature", HEX.formatHex(Ed25519.sign(seed, message)))
                .put("pubkey", publicKey);
    }
}
