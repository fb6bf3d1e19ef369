package io.lotabots.evidence.webauthn;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.tpm.TpmHash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;

/**
 * The attestation statement of format {@code tpm} (Web Authentication, section 8.3).
 *
 * @param algorithm COSE identifier, -65535 for RS1
 * @param leaf the certificate of the attestation key, in DER
 * @param issuers the certificates above it, in PEM
 * @param certInfo TPMS_ATTEST
 * @param pubArea TPMT_PUBLIC of the credential's key
 */
record TpmStatement(long algorithm, byte[] leaf, byte[] issuers, byte[] signature, byte[] certInfo, byte[] pubArea) {
    private static final int MOST_CERTIFICATES = 6;
    private static final int MOST_CERTIFICATE_BYTES = 16 * 1024;

    static TpmStatement of(Cbor statement) throws EvidenceRefused {
        String version = statement.get("ver").text();
        if (!version.equals("2.0")) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_VERSION, "tpm statement: ver is 2.0, got another");
        }
        List<Cbor> certificates = statement.get("x5c").items();
        if (certificates.isEmpty() || certificates.size() > MOST_CERTIFICATES) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "tpm statement: x5c has 1 to " + MOST_CERTIFICATES + " certificates, got " + certificates.size());
        }
        return new TpmStatement(
                statement.get("alg").integer(),
                certificates.getFirst().bytes("a certificate of x5c", 1, MOST_CERTIFICATE_BYTES),
                pem(certificates.subList(1, certificates.size())),
                statement.get("sig").bytes("sig", 1, 1024),
                statement.get("certInfo").bytes("certInfo", 1, 1024),
                statement.get("pubArea").bytes("pubArea", 1, 1024));
    }

    /** The hash of the algorithm, over which certInfo is signed and to which extraData belongs. */
    TpmHash hash() throws EvidenceRefused {
        return switch ((int) algorithm) {
            case -65535 -> TpmHash.SHA1;
            case -257, -7, -37 -> TpmHash.SHA256;
            case -258, -35, -38 -> TpmHash.SHA384;
            case -259, -36, -39 -> TpmHash.SHA512;
            default ->
                throw new EvidenceRefused(
                        Reason.UNSUPPORTED_ALGORITHM, "tpm statement: algorithm " + algorithm + " is not supported");
        };
    }

    boolean isSignedBy(PublicKey key) throws EvidenceRefused {
        TpmHash hash = hash();
        return switch ((int) algorithm) {
            case -7, -35, -36 -> Signatures.ecdsaDer(key, hash.jca(), certInfo, signature);
            case -37, -38, -39 ->
                Signatures.rsaPss(
                        key,
                        new PSSParameterSpec(hash.jca(), "MGF1", new MGF1ParameterSpec(hash.jca()), hash.size(), 1),
                        certInfo,
                        signature);
            default -> Signatures.rsaPkcs1(key, hash.jca(), certInfo, signature);
        };
    }

    private static byte[] pem(List<Cbor> certificates) throws EvidenceRefused {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        for (Cbor certificate : certificates) {
            byte[] der = certificate.bytes("a certificate of x5c", 1, MOST_CERTIFICATE_BYTES);
            pem.writeBytes(("-----BEGIN CERTIFICATE-----\n"
                            + Base64.getEncoder().encodeToString(der) + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return pem.toByteArray();
    }
}
