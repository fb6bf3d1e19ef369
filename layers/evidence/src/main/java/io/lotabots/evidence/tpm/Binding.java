package io.lotabots.evidence.tpm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.tpm.TpmCertificates.Verified;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ties an attestation key to a chip. Its own word does not: any software can claim the attributes of a TPM's key.
 *
 * @param how what was relied on
 * @param chip the certificate of the endorsement key, or of the attestation key itself, that this is proven to belong to;
 *     null when no certificate was shown that it is proven with
 */
record Binding(How how, @Nullable Verified chip) {
    static final int MOST_SECRET_BYTES = 64;

    enum How {
        /** The TPM gave back a secret that was wrapped for its endorsement key and this key's name. */
        CREDENTIAL,
        /** It did so earlier, says the policy. */
        ENROLMENT,
        /** A maker certified the attestation key. */
        CERTIFICATE,
        /** Nothing, and the policy allows that. */
        NONE
    }

    /**
     * The identity of an endorsement key, for policies and stored records: the SHA-256 of its SubjectPublicKeyInfo in
     * lower-case hexadecimal.
     */
    static String digest(PublicKey endorsementKey) {
        return HexFormat.of().formatHex(Signatures.digest("SHA-256", endorsementKey.getEncoded()));
    }

    /**
     * @throws EvidenceRefused AK_NOT_BOUND_TO_EK when nothing ties the key to a chip, AK_NOT_BOUND when its certificate is
     *     of another key, and what following a certificate throws
     */
    static Binding of(Evidence evidence, TpmPublic ak, TpmCertificates certificates, Terms terms)
            throws EvidenceRefused {
        Verified ek = evidence.has("ek_certificate")
                ? certificates.verify(
                        evidence.part("ek_certificate", TpmCertificates.MOST_CHAIN_BYTES),
                        evidence.partOrEmpty("ek_chain", TpmCertificates.MOST_CHAIN_BYTES),
                        TpmCertificates.ENDORSEMENT,
                        false,
                        terms.anchors().group("tpm"),
                        terms)
                : null;
        if (evidence.has("ak_certificate")) {
            return new Binding(How.CERTIFICATE, certified(evidence, ak, certificates, terms));
        }
        String name = HexFormat.of().formatHex(ak.name());
        String credential = terms.policy().text("credential", "");
        if (ek != null && !credential.isEmpty() && evidence.has("credential_secret")) {
            byte[] secret = evidence.part("credential_secret", MOST_SECRET_BYTES);
            String got = name + "/" + digest(ek.certificate().getPublicKey()) + "/"
                    + HexFormat.of().formatHex(Signatures.digest("SHA-256", secret));
            if (MessageDigest.isEqual(got.getBytes(US_ASCII), credential.getBytes(US_ASCII))) {
                return new Binding(How.CREDENTIAL, ek);
            }
            throw notBound("the secret is not the one that was wrapped for this endorsement key and this key's name");
        }
        return enrolled(terms, name, ek);
    }

    private static Binding enrolled(Terms terms, String name, @Nullable Verified ek) throws EvidenceRefused {
        Set<String> activated = terms.policy().allowed("activated_aks");
        if (ek != null
                && activated.contains(name + "/" + digest(ek.certificate().getPublicKey()))) {
            return new Binding(How.ENROLMENT, ek);
        }
        boolean earlier = activated.contains(name)
                || ek == null && activated.stream().anyMatch(entry -> entry.startsWith(name + "/"));
        if (earlier) {
            return new Binding(How.ENROLMENT, null);
        }
        if (terms.policy().flag("allow_unbound_ak", false)) {
            return new Binding(How.NONE, null);
        }
        throw notBound("no activation of a credential and no certificate ties it to a TPM");
    }

    private static Verified certified(Evidence evidence, TpmPublic ak, TpmCertificates certificates, Terms terms)
            throws EvidenceRefused {
        List<Anchor> anchors = new ArrayList<>(terms.anchors().group("tpm"));
        anchors.addAll(terms.anchors().group("microsoft-tpm"));
        Verified verified = certificates.verify(
                evidence.part("ak_certificate", TpmCertificates.MOST_CHAIN_BYTES),
                evidence.partOrEmpty("ak_chain", TpmCertificates.MOST_CHAIN_BYTES),
                TpmCertificates.ATTESTATION,
                // Google's certificates of attestation keys name no use.
                true,
                anchors,
                terms);
        if (!MessageDigest.isEqual(
                verified.certificate().getPublicKey().getEncoded(), ak.key().getEncoded())) {
            throw new EvidenceRefused(
                    Reason.AK_NOT_BOUND, "part \"ak_certificate\" is of another key than \"ak_public\"");
        }
        return verified;
    }

    private static EvidenceRefused notBound(String why) {
        return new EvidenceRefused(
                Reason.AK_NOT_BOUND_TO_EK, "the attestation key is not proven to be a TPM's: " + why);
    }
}
