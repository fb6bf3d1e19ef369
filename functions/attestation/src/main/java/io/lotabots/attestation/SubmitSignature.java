package io.lotabots.attestation;

import io.lotabots.crypto.CanonicalJson;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Hex;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Who signed a submission.
 *
 * @param publicKey 64 lower-case hexadecimal digits
 * @param canonical whether the signature covers the whole body; the older form covers only four of its fields
 */
record SubmitSignature(String publicKey, boolean canonical) {
    private static final Set<String> UNSIGNED_FIELDS = Set.of("signature", "signature_type", "public_key");

    /**
     * The verified signature of a submission, absent when it carries none.
     *
     * @throws Refusal 400 INCOMPLETE_SIGNATURE or INVALID_SIGNATURE
     */
    static Optional<SubmitSignature> of(PostAttestSubmit.Request request, byte[] body) {
        String signature = Fields.textOrEmpty(request.signature());
        String publicKey = Fields.textOrEmpty(request.publicKey());
        if (signature.isEmpty() && publicKey.isEmpty()) {
            return Optional.empty();
        }
        if (signature.isEmpty() || publicKey.isEmpty()) {
            throw new Refusal(
                    400, "INCOMPLETE_SIGNATURE", "Fields 'signature' and 'public_key' must both be there or neither");
        }
        if (!Hex.isKey(publicKey) || !Hex.isSignature(signature)) {
            throw invalid("'public_key' must be 64 and 'signature' 128 hexadecimal digits");
        }
        byte[] key = HexFormat.of().parseHex(publicKey);
        byte[] signed = HexFormat.of().parseHex(signature);
        String named = HexFormat.of().formatHex(key);
        if (Ed25519.verify(key, canonicalBody(body), signed)) {
            return Optional.of(new SubmitSignature(named, true));
        }
        if (!"canonical_json".equals(Fields.textOrEmpty(request.signatureType()))
                && Ed25519.verify(key, pipeMessage(request), signed)) {
            return Optional.of(new SubmitSignature(named, false));
        }
        throw invalid("the signature does not verify over the payload");
    }

    private static byte[] canonicalBody(byte[] body) {
        try {
            return CanonicalJson.bytes(CanonicalJson.of(body, UNSIGNED_FIELDS));
        } catch (IOException e) {
            throw invalid("the payload has no canonical form: " + e.getMessage());
        }
    }

    private static byte[] pipeMessage(PostAttestSubmit.Request request) {
        String commitment = request.report() == null
                ? ""
                : request.report().path("commitment").asText("");
        return String.join(
                        "|",
                        Fields.textOrEmpty(request.minerId()),
                        Fields.textOrEmpty(request.miner()),
                        Fields.textOrEmpty(request.nonce()),
                        commitment)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal invalid(String why) {
        return new Refusal(400, "INVALID_SIGNATURE", "The signature is not valid: " + why);
    }
}
