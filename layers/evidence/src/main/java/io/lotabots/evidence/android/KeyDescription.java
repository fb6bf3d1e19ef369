package io.lotabots.evidence.android;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * The extension 1.3.6.1.4.1.11129.2.1.17 of a leaf ("Key and ID attestation", Android Open Source Project), in strict DER.
 *
 * @param level where the attestation was made
 * @param keyLevel where the key lives
 */
record KeyDescription(
        long version,
        SecurityLevel level,
        long keyVersion,
        SecurityLevel keyLevel,
        byte[] challenge,
        AuthorizationList software,
        AuthorizationList hardware) {
    static final String EXTENSION = "1.3.6.1.4.1.11129.2.1.17";
    private static final Set<Long> VERSIONS = Set.of(1L, 2L, 3L, 4L, 100L, 200L, 300L, 400L, 500L);
    private static final int MOST_CHALLENGE_BYTES = 128;

    static KeyDescription of(X509Certificate leaf) throws EvidenceRefused {
        byte[] extension = Certificates.extension(leaf, EXTENSION)
                .orElseThrow(() -> new EvidenceRefused(
                        Reason.MALFORMED_EXTENSION, "the leaf does not describe a key: no extension " + EXTENSION));
        try {
            return read(Der.of(extension).children());
        } catch (EvidenceRefused refused) {
            if (refused.reason() == Reason.MALFORMED) {
                throw new EvidenceRefused(Reason.MALFORMED_EXTENSION, "description of the key: " + refused.detail());
            }
            throw refused;
        }
    }

    private static KeyDescription read(List<Der> fields) throws EvidenceRefused {
        if (fields.size() != 8) {
            throw new EvidenceRefused(
                    Reason.MALFORMED_EXTENSION, "the description of a key has 8 fields, got " + fields.size());
        }
        long version = fields.get(0).integer();
        if (!VERSIONS.contains(version)) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_VERSION, "attestationVersion " + version + " is not known");
        }
        byte[] challenge = fields.get(4).octets();
        if (challenge.length > MOST_CHALLENGE_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "a challenge has at most " + MOST_CHALLENGE_BYTES + " bytes, got " + challenge.length);
        }
        fields.get(5).octets(); // uniqueId
        return new KeyDescription(
                version,
                SecurityLevel.of(fields.get(1).integer()),
                fields.get(2).integer(),
                SecurityLevel.of(fields.get(3).integer()),
                challenge,
                AuthorizationList.of(fields.get(6)),
                AuthorizationList.of(fields.get(7)));
    }
}
