package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Hex;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A checked enrolment request and its signature over {@code miner_pubkey|miner_id|epoch}, in the text as sent. */
record EnrolRequest(String minerPubkey, String minerId, String signature, String publicKey) {

    /** @throws Refusal 400 for fields that are missing or of the wrong type, 401 when it is not signed */
    static EnrolRequest of(PostEpochEnroll.Request request) {
        String minerPubkey = Identities.optional("miner_pubkey", request.minerPubkey())
                .orElseThrow(() -> new Refusal(400, "MISSING_MINER_PUBKEY", "Field 'miner_pubkey' must name the miner")
                        .with("error", "Missing miner_pubkey"));
        String minerId = Identities.optional("miner_id", request.minerId()).orElse(minerPubkey);
        String signature = text(request.signature(), "signature", "INVALID_SIGNATURE_TYPE");
        String publicKey = text(request.publicKey(), "public_key", "INVALID_PUBLIC_KEY_TYPE");
        if (signature.isEmpty() != publicKey.isEmpty()) {
            throw new Refusal(
                    400, "INCOMPLETE_SIGNATURE", "Fields 'signature' and 'public_key' must both be there or neither");
        }
        if (signature.isEmpty()) {
            throw new Refusal(
                    401,
                    "SIGNED_ENROLLMENT_REQUIRED",
                    "Enrolment must be signed; an accepted attestation enrols by itself");
        }
        return new EnrolRequest(minerPubkey, minerId, signature, publicKey);
    }

    /** @throws Refusal 412 when no key is pinned, 400 when another key or no valid signature was sent */
    void verify(Profile profile, long epoch) {
        String pinned = profile.pinnedKey()
                .orElseThrow(() -> new Refusal(
                        412,
                        "ENROLLMENT_SIGNING_KEY_REQUIRED",
                        "No key is pinned for this miner: submit a signed attestation first"));
        if (!pinned.equals(publicKey.toLowerCase(Locale.ROOT))) {
            throw new Refusal(400, "PUBKEY_MISMATCH", "Another key is pinned for this miner");
        }
        byte[] message = (minerPubkey + "|" + minerId + "|" + epoch).getBytes(StandardCharsets.UTF_8);
        if (!Hex.isKey(publicKey)
                || !Hex.isSignature(signature)
                || !Ed25519.verify(
                        HexFormat.of().parseHex(publicKey),
                        message,
                        HexFormat.of().parseHex(signature))) {
            throw new Refusal(
                    400,
                    "INVALID_ENROLLMENT_SIGNATURE",
                    "The signature does not verify over miner_pubkey|miner_id|epoch for epoch " + epoch);
        }
    }

    private static String text(@Nullable JsonNode node, String field, String code) {
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isTextual()) {
            throw new Refusal(400, code, "Field '" + field + "' must be a string");
        }
        return node.textValue();
    }
}
