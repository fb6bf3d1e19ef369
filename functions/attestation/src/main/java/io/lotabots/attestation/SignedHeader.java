package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.CanonicalJson;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Hex;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A header with its signature. Two messages are accepted: BLAKE2b-256 of the header's canonical JSON, and
 * {@code slot:S:miner:M:ts:T}, which says the same of slot, miner and time.
 */
record SignedHeader(long slot, String miner, String signature, Optional<String> pubkey, List<byte[]> messages) {
    private static final int MAX_MESSAGE = 1024;

    /** @throws Refusal 400 naming what is missing or does not fit together */
    static SignedHeader of(PostHeadersIngestSigned.Request request, byte[] body) {
        String minerId = Fields.textOrEmpty(request.minerId());
        JsonNode header = request.header();
        String signature = Fields.textOrEmpty(request.signature());
        if (minerId.isEmpty() || header == null || signature.isEmpty()) {
            throw refusal("MISSING_FIELDS", "missing fields", "Fields 'miner_id', 'header' and 'signature' are needed");
        }
        if (!header.isObject()
                || !header.path("slot").isIntegralNumber()
                || !header.path("slot").canConvertToLong()
                || !header.path("miner").isTextual()) {
            throw refusal("INVALID_HEADER", "invalid_header", "Field 'header' must hold a whole 'slot' and a 'miner'");
        }
        Identities.optional("miner_id", request.minerId());
        if (!header.get("miner").textValue().equals(minerId)) {
            throw refusal("MINER_MISMATCH", "miner_mismatch", "Fields 'miner_id' and 'header.miner' differ");
        }
        if (!Hex.isSignature(signature)) {
            throw refusal("BAD_SIGNATURE", "bad signature", "Field 'signature' must be 128 hexadecimal digits");
        }
        String pubkey = Fields.textOrEmpty(request.pubkey());
        if (!pubkey.isEmpty() && !Hex.isKey(pubkey)) {
            throw refusal("INVALID_PUBKEY", "invalid pubkey", "Field 'pubkey' must be 64 hexadecimal digits");
        }
        long slot = header.get("slot").longValue();
        return new SignedHeader(
                slot,
                minerId,
                signature.toLowerCase(java.util.Locale.ROOT),
                pubkey.isEmpty() ? Optional.empty() : Optional.of(pubkey.toLowerCase(java.util.Locale.ROOT)),
                messages(request, header, body));
    }

    private static List<byte[]> messages(PostHeadersIngestSigned.Request request, JsonNode header, byte[] body) {
        byte[] canonical;
        try {
            canonical = Digests.blake2b256(CanonicalJson.bytes(CanonicalJson.ofField(body, "header")));
        } catch (IOException e) {
            throw refusal("INVALID_HEADER", "invalid_header", "The header has no canonical form: " + e.getMessage());
        }
        byte[] spoken = ("slot:" + header.get("slot").asText() + ":miner:"
                        + header.get("miner").textValue() + ":ts:"
                        + header.path("timestamp").asText())
                .getBytes(StandardCharsets.UTF_8);
        String given = Fields.textOrEmpty(request.message());
        if (given.isEmpty()) {
            return List.of(canonical, spoken);
        }
        byte[] message = hex(given);
        if (!Arrays.equals(message, canonical) && !Arrays.equals(message, spoken)) {
            throw refusal(
                    "MESSAGE_HEADER_MISMATCH",
                    "message_header_mismatch",
                    "Field 'message' is not the message of this header");
        }
        return List.of(message);
    }

    private static byte[] hex(String text) {
        try {
            if (text.length() <= 2 * MAX_MESSAGE) {
                return HexFormat.of().parseHex(text);
            }
        } catch (IllegalArgumentException e) {
            throw refusal("BAD_MESSAGE_HEX", "bad message hex", "Field 'message' must be hexadecimal");
        }
        throw refusal("BAD_MESSAGE_HEX", "bad message hex", "Field 'message' has more than " + MAX_MESSAGE + " bytes");
    }

    /**
     * Verifies under a key that is known to be the miner's: pinned, registered by an operator, or deriving to the very
     * address. A key that a stranger names counts for nothing.
     *
     * @throws Refusal 403 when no key is known, 400 when the signature is not valid under any
     */
    void verify(MinerId identity, Profile profile) {
        Set<String> keys = new LinkedHashSet<>();
        profile.headerKey().ifPresent(keys::add);
        profile.pinnedKey().ifPresent(keys::add);
        pubkey.filter(key -> RtcAddress.of(HexFormat.of().parseHex(key)).value().equals(identity.value()))
                .ifPresent(keys::add);
        if (keys.isEmpty()) {
            throw new Refusal(403, "NO_PUBKEY_REGISTERED", "No key of this miner is known")
                    .with("error", "no pubkey registered for miner");
        }
        byte[] signed = HexFormat.of().parseHex(signature);
        boolean valid = keys.stream()
                .map(HexFormat.of()::parseHex)
                .anyMatch(key -> messages.stream().anyMatch(m -> Ed25519.verify(key, m, signed)));
        if (!valid) {
            throw refusal("BAD_SIGNATURE", "bad signature", "The signature does not verify under a key of this miner");
        }
    }

    private static Refusal refusal(String code, String error, String message) {
        return new Refusal(400, code, message).with("error", error);
    }
}
