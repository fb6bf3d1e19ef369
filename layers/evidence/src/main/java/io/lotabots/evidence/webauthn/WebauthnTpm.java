package io.lotabots.evidence.webauthn;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.evidence.tpm.TpmAttest;
import io.lotabots.evidence.tpm.TpmAttest.Certify;
import io.lotabots.evidence.tpm.TpmCertificates;
import io.lotabots.evidence.tpm.TpmCertificates.Verified;
import io.lotabots.evidence.tpm.TpmHash;
import io.lotabots.evidence.tpm.TpmIdentity;
import io.lotabots.evidence.tpm.TpmPublic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A registration in a browser whose key a TPM made and certified: on Windows a PC proves its chip without any program
 * (W3C Web Authentication, section 8.3). Parts: {@code attestation_object} (CBOR) and {@code client_data} (the JSON as the
 * browser made it).
 *
 * <p>It tells of the chip and nothing of what runs: executables stay without a claim. Windows signs with RS1, over SHA-1,
 * so that genuine PCs come out as {@code warning}.
 *
 * <p>Policy: {@code rp_id} and {@code origin} (allowed values; without them the claims say which they were),
 * {@code require_user_verification} (default false).
 */
public final class WebauthnTpm extends Format {
    private static final Settings SETTINGS = Settings.NONE
            .texts("rp_id", "[!-~]{1,255}")
            .texts("origin", "[!-~]{1,255}")
            .flags("require_user_verification");

    private static final int MOST_OBJECT_BYTES = 64 * 1024;
    /** id-fido-gen-ce-aaguid: the model of authenticator that the certificate is for. */
    private static final String AAGUID = "1.3.6.1.4.1.45724.1.1.4";

    private final TpmCertificates certificates = new TpmCertificates();

    @Override
    public String name() {
        return "webauthn-tpm";
    }

    @Override
    public Set<String> parts() {
        return Set.of("attestation_object", "client_data");
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    protected Verdict.Accepted appraise(Evidence evidence, Terms terms) throws EvidenceRefused {
        Cbor object = Cbor.of(evidence.part("attestation_object", MOST_OBJECT_BYTES));
        if (!object.get("fmt").text().equals("tpm")) {
            throw new EvidenceRefused(Reason.MALFORMED, "the attestation object's fmt is not \"tpm\"");
        }
        byte[] clientBytes = evidence.part("client_data", ClientData.MOST_BYTES);
        byte[] authBytes = object.get("authData").bytes("authData", 37, MOST_OBJECT_BYTES);
        TpmStatement statement = TpmStatement.of(object.get("attStmt"));
        ClientData client = ClientData.of(clientBytes);
        AuthenticatorData authenticator = AuthenticatorData.of(authBytes);
        Verified aik = aik(statement, terms);
        if (!statement.isSignedBy(aik.certificate().getPublicKey())) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the attestation key did not sign certInfo");
        }
        requireCertified(statement, authenticator, authBytes, clientBytes);
        requireAaguid(aik.certificate(), authenticator);
        requireCeremony(client, authenticator, terms);
        Map<Reason, String> cautions = cautions(statement, aik);
        return new Verdict.Accepted(
                claims(statement, authenticator, client, aik),
                TrustVector.NONE
                        .withInstanceIdentity(TrustVector.RECOGNISED_INSTANCE)
                        .withHardware(cautions.isEmpty() ? TrustVector.GENUINE_HARDWARE : TrustVector.UNSAFE_HARDWARE),
                cautions);
    }

    /** Section 8.3.1: an authority's certificate of an attestation key, with the TPM in its subjectAltName. */
    private Verified aik(TpmStatement statement, Terms terms) throws EvidenceRefused {
        List<Anchor> anchors = new ArrayList<>(terms.anchors().group("microsoft-tpm"));
        anchors.addAll(terms.anchors().group("tpm"));
        Verified aik = certificates.verify(
                statement.leaf(), statement.issuers(), TpmCertificates.ATTESTATION, false, anchors, terms);
        X509Certificate certificate = aik.certificate();
        if (certificate.getVersion() != 3
                || certificate.getBasicConstraints() >= 0
                || !certificate.getSubjectX500Principal().getName().isEmpty()
                || aik.identity() == null) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "the certificate of an attestation key is of version 3, no authority's, without a subject, and"
                            + " names its TPM");
        }
        return aik;
    }

    /** Steps 2 to 9 of the verification procedure: this TPM holds the credential's key and made it for this ceremony. */
    private static void requireCertified(
            TpmStatement statement, AuthenticatorData authenticator, byte[] authBytes, byte[] clientBytes)
            throws EvidenceRefused {
        TpmPublic credential = TpmPublic.of(statement.pubArea());
        if (!MessageDigest.isEqual(
                credential.key().getEncoded(), authenticator.credentialKey().getEncoded())) {
            throw new EvidenceRefused(Reason.KEY_ID_MISMATCH, "pubArea is not the credential's key");
        }
        TpmAttest attest = TpmAttest.certify(statement.certInfo());
        byte[] expected = statement.hash().digest(authBytes, Signatures.digest("SHA-256", clientBytes));
        if (!MessageDigest.isEqual(expected, attest.extraData())) {
            throw new EvidenceRefused(
                    Reason.NONCE_MISMATCH, "certInfo was made for other authenticator data or client data");
        }
        if (!MessageDigest.isEqual(((Certify) attest.body()).name(), credential.name())) {
            throw new EvidenceRefused(Reason.KEY_ID_MISMATCH, "certInfo certifies another key than pubArea");
        }
    }

    private static void requireAaguid(X509Certificate certificate, AuthenticatorData authenticator)
            throws EvidenceRefused {
        byte[] extension = certificate.getExtensionValue(AAGUID);
        if (extension != null
                && !MessageDigest.isEqual(Der.of(Der.of(extension).octets()).octets(), authenticator.aaguid())) {
            throw new EvidenceRefused(Reason.HWID_MISMATCH, "the certificate is for another model of authenticator");
        }
    }

    private static void requireCeremony(ClientData client, AuthenticatorData authenticator, Terms terms)
            throws EvidenceRefused {
        if (!client.type().equals("webauthn.create")) {
            throw new EvidenceRefused(Reason.NOT_A_QUOTE, "the client data is not of a registration");
        }
        byte[] nonce = terms.nonce();
        if (nonce != null && !MessageDigest.isEqual(nonce, client.challenge())) {
            throw new EvidenceRefused(Reason.NONCE_MISMATCH, "the client data holds another challenge");
        }
        Set<String> origins = terms.policy().allowed("origin");
        if (!origins.isEmpty() && !origins.contains(client.origin())) {
            throw new EvidenceRefused(Reason.RP_ID_MISMATCH, "the client data is of another origin");
        }
        Set<String> relyingParties = terms.policy().allowed("rp_id");
        if (!relyingParties.isEmpty()
                && relyingParties.stream()
                        .noneMatch(id -> authenticator.isFor(
                                Signatures.digest("SHA-256", id.getBytes(StandardCharsets.UTF_8))))) {
            throw new EvidenceRefused(Reason.RP_ID_MISMATCH, "the authenticator data is for another relying party");
        }
        if (terms.policy().flag("require_user_verification", false) && !authenticator.isUserVerified()) {
            throw new EvidenceRefused(Reason.SECURITY_LEVEL_TOO_LOW, "the user was not verified");
        }
    }

    private static SequencedMap<String, Object> claims(
            TpmStatement statement, AuthenticatorData authenticator, ClientData client, Verified aik) {
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("aikIssuer", aik.certificate().getIssuerX500Principal().getName());
        claims.put("alg", statement.algorithm());
        claims.put("rpIdHash", HexFormat.of().formatHex(authenticator.rpIdHash()));
        claims.put("aaguid", HexFormat.of().formatHex(authenticator.aaguid()));
        claims.put("challenge", HexFormat.of().formatHex(client.challenge()));
        claims.put("origin", client.origin());
        claims.put("credentialId", HexFormat.of().formatHex(authenticator.credentialId()));
        claims.put("signCount", authenticator.signCount());
        claims.put("userVerified", authenticator.isUserVerified());
        TpmIdentity identity = aik.identity();
        if (identity != null) {
            claims.put("tpmManufacturer", identity.manufacturer());
            claims.put("tpmModel", identity.model());
            claims.put("tpmVersion", identity.version());
        }
        claims.put("virtual", aik.virtual());
        return claims;
    }

    private static Map<Reason, String> cautions(TpmStatement statement, Verified aik) throws EvidenceRefused {
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        if (statement.hash() == TpmHash.SHA1) {
            cautions.put(Reason.WEAK_SIGNATURE_HASH, "the key is certified over SHA-1");
        }
        aik.cautions(cautions);
        return cautions;
    }
}
