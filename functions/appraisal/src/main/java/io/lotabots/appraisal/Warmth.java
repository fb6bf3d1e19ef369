package io.lotabots.appraisal;

import io.lotabots.crypto.TokenKey;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.verdicts.RuleRefused;
import io.lotabots.verdicts.Rules;
import io.lotabots.verdicts.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs what the first appraisal would otherwise load and compile: every verifier on bytes that it refuses, signatures on the
 * curves and with the keys that vendors use, a rule, a token. Keys made here are thrown away: nothing random stays.
 */
final class Warmth {
    private static final int ROUNDS = 20;

    private Warmth() {}

    static void run() throws GeneralSecurityException, RuleRefused {
        TrustAnchors anchors = TrustAnchors.pinned();
        for (Kind kind : AllKinds.kinds().all()) {
            Map<String, byte[]> parts = new HashMap<>();
            for (String part : new String[] {
                "report",
                "leaf",
                "quote",
                "document",
                "message",
                "signature",
                "ak_public",
                "token",
                "chain",
                "attestation"
            }) {
                parts.put(part, new byte[1184]);
            }
            kind.format()
                    .verify(
                            new Evidence(parts),
                            new Terms(new byte[32], Instant.EPOCH, anchors, Collateral.NONE, Policy.STRICT));
        }
        byte[] message = new byte[1024];
        for (String curve : new String[] {"secp256r1", "secp384r1"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            KeyPair keys = generator.generateKeyPair();
            Signature signer = Signature.getInstance("SHA384withECDSA");
            signer.initSign(keys.getPrivate());
            signer.update(message);
            byte[] signature = signer.sign();
            for (int round = 0; round < ROUNDS; round++) {
                io.lotabots.evidence.Signatures.ecdsaDer(keys.getPublic(), "SHA-384", message, signature);
            }
        }
        Rules rules = new Rules();
        rules.of(rules.compile("claims.size() >= 0"))
                .holds(Map.of("format", "", "claims", Map.of(), "vector", Map.of()));
        byte[] secret = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);
        Tokens.signed(Map.of("iat", 0L), TokenKey.derive(secret, "warmth", 0));
    }
}
