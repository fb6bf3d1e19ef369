package io.lotabots.evidence.azure;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;

/**
 * What the paravisor says of a machine: keys of its virtual TPM, its configuration, and data of the user's own.
 *
 * @param attestationKey {@code HCLAkPub}, which signs the TPM's quotes
 * @param configuration {@code vm-configuration}, as it is
 * @param userData {@code user-data}, in hexadecimal
 */
record RuntimeData(PublicKey attestationKey, Map<String, Object> configuration, String userData) {
    private static final String ATTESTATION_KEY = "HCLAkPub";

    static RuntimeData read(byte[] bytes) throws EvidenceRefused {
        JsonObject json = JsonObject.read("runtime data", bytes);
        JsonObject configuration = json.object("vm-configuration");
        return new RuntimeData(
                attestationKey(json), configuration.members(), json.has("user-data") ? json.text("user-data") : "");
    }

    boolean isSecureBoot() {
        return Boolean.TRUE.equals(configuration.get("secure-boot"));
    }

    private static PublicKey attestationKey(JsonObject json) throws EvidenceRefused {
        for (JsonObject key : json.objects("keys")) {
            if (key.text("kid").equals(ATTESTATION_KEY)) {
                return rsa(key);
            }
        }
        throw new EvidenceRefused(Reason.MISSING_PART, "runtime data has no key \"" + ATTESTATION_KEY + "\"");
    }

    private static PublicKey rsa(JsonObject key) throws EvidenceRefused {
        if (!key.text("kty").equals("RSA")) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM, ATTESTATION_KEY + " is of type RSA, got " + key.text("kty"));
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, ATTESTATION_KEY + " cannot be used");
        }
    }

    private static BigInteger number(JsonObject key, String name) throws EvidenceRefused {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.text(name)));
    }
}
