package io.lotabots.evidence.tpm;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors.Anchor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of endorsement and attestation keys, followed to the roots of the makers of TPMs.
 *
 * <p>Chips carry their own certificate and not its issuers', so those that the makers publish stand in
 * {@code issuers.pem} beside this class; collateral {@code tpm/issuers} (PEM) adds others. Revocation lists are collateral
 * by the address that a certificate names for them: {@code crl/http://...}.
 */
public final class TpmCertificates {
    /** Extended key usage of an endorsement key: tcg-kp-EKCertificate. */
    public static final String ENDORSEMENT = "2.23.133.8.1";

    /** Extended key usage of an attestation key: tcg-kp-AIKCertificate. */
    public static final String ATTESTATION = "2.23.133.8.3";

    /** The vendor, as the anchors name it, whose chips never make more than a warning. */
    private static final String BROKEN = "AMD fTPM";

    static final int MOST_CHAIN_BYTES = 32 * 1024;

    private static final int MOST_IN_CHAIN = 8;
    private static final int MOST_ISSUERS = 256;
    private static final int MOST_CRL_BYTES = 1 << 20;
    private static final String ANY_USE = "2.5.29.37.0";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String DISTRIBUTION_POINTS = "2.5.29.31";
    private static final int UNIFORM_RESOURCE_IDENTIFIER = 6;
    /** Anchors of a maker of software TPMs say so in their vendor's name. */
    private static final String VIRTUAL_VENDOR = "vTPM";

    private final Chains chains = new Chains();
    private final List<X509Certificate> issuers = shipped();

    /**
     * @param identity what it says of the TPM, null when nothing
     * @param virtual whether a TPM in software has this certificate
     * @param listMissing the address of a revocation list that was not brought, null when none is missing
     */
    public record Verified(
            X509Certificate certificate,
            Anchor anchor,
            @Nullable TpmIdentity identity,
            boolean virtual,
            @Nullable String listMissing) {
        /** Adds what keeps this certificate from proving genuine hardware. */
        public void cautions(Map<Reason, String> cautions) {
            if (virtual) {
                cautions.put(
                        Reason.VIRTUAL_TPM,
                        "the TPM is software, under " + anchor.vendor() + ": it vouches for no chip");
            }
            if (WeakPrimes.in(certificate.getPublicKey())) {
                cautions.put(Reason.SILICON_WITH_KNOWN_BREAK, "the TPM's key can be factored (CVE-2017-15361)");
            }
            if (anchor.vendor().equals(BROKEN)) {
                cautions.put(
                        Reason.SILICON_WITH_KNOWN_BREAK,
                        "AMD's firmware TPM gives its secrets up to a glitch of the voltage in processors that its"
                                + " certificate does not tell from others (faulTPM, 2023)");
            }
            if (listMissing != null) {
                cautions.put(Reason.COLLATERAL_MISSING, "no revocation list from " + listMissing);
            }
        }
    }

    /**
     * @param leaf one certificate in DER or PEM
     * @param chain its issuers, as far as the attester knows them, in DER (one) or PEM; may be empty
     * @param purpose the extended key usage that it must have
     * @param purposeOptional whether a certificate without any extended key usage passes
     */
    public Verified verify(
            byte[] leaf, byte[] chain, String purpose, boolean purposeOptional, List<Anchor> anchors, Terms terms)
            throws EvidenceRefused {
        List<X509Certificate> leaves = Certificates.pemOrDer(leaf, 1);
        if (leaves.isEmpty()) {
            throw new EvidenceRefused(Reason.MALFORMED, "a certificate of a TPM is in DER or PEM");
        }
        X509Certificate certificate = leaves.getFirst();
        requirePurpose(certificate, purpose, purposeOptional);
        List<X509Certificate> pool = new ArrayList<>();
        if (chain.length > 0) {
            pool.addAll(Certificates.pemOrDer(chain, MOST_IN_CHAIN));
        }
        pool.addAll(issuers);
        Optional<byte[]> brought = terms.collateral().find("tpm/issuers");
        if (brought.isPresent()) {
            pool.addAll(Certificates.pem(brought.get(), MOST_ISSUERS));
        }
        Path path = chains.verify(
                chains.order(certificate, pool),
                anchors,
                terms.at(),
                Set.of(TpmIdentity.SUBJECT_ALT_NAME, EXTENDED_KEY_USAGE));
        for (X509Certificate issuer :
                path.certificates().subList(1, path.certificates().size())) {
            requireIssuesForTpms(issuer);
        }
        String listMissing = requireNotRevoked(path, terms);
        TpmIdentity identity = TpmIdentity.of(certificate);
        boolean virtual = path.anchor().vendor().contains(VIRTUAL_VENDOR) || identity != null && identity.isVirtual();
        return new Verified(certificate, path.anchor(), identity, virtual, listMissing);
    }

    private static void requirePurpose(X509Certificate certificate, String purpose, boolean optional)
            throws EvidenceRefused {
        List<String> usages = usages(certificate);
        if (usages == null ? !optional : !usages.contains(purpose)) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "a certificate of this use has the extended key usage " + purpose + ", got "
                            + (usages == null ? "none" : usages));
        }
    }

    /** Makers limit authorities to endorsement keys and let them certify attestation keys all the same. */
    private static void requireIssuesForTpms(X509Certificate authority) throws EvidenceRefused {
        List<String> usages = usages(authority);
        if (usages != null && Collections.disjoint(usages, List.of(ENDORSEMENT, ATTESTATION, ANY_USE))) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "\"" + authority.getSubjectX500Principal().getName() + "\" issues for " + usages
                            + " and not for keys of TPMs");
        }
    }

    private static @Nullable List<String> usages(X509Certificate certificate) throws EvidenceRefused {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED_EXTENSION, "the extended key usage cannot be read");
        }
    }

    private static @Nullable String requireNotRevoked(Path path, Terms terms) throws EvidenceRefused {
        String missing = null;
        List<X509Certificate> certificates = path.certificates();
        for (int i = 0; i < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            String address = listAddress(certificate);
            if (address == null) {
                continue;
            }
            Optional<byte[]> list = terms.collateral().find("crl/" + address);
            if (list.isEmpty()) {
                missing = address;
                continue;
            }
            X509CRL crl = Certificates.crl(list.get(), MOST_CRL_BYTES);
            if (i + 1 < certificates.size()) {
                Chains.requireNotRevoked(certificate, crl, certificates.get(i + 1), terms.at());
            } else {
                Anchor anchor = path.anchor();
                Chains.requireNotRevoked(certificate, crl, anchor.subject(), anchor.key(), terms.at());
            }
        }
        return missing;
    }

    /** The first address of a revocation list that the certificate names; null when its issuer publishes none. */
    private static @Nullable String listAddress(X509Certificate certificate) throws EvidenceRefused {
        byte[] extension = certificate.getExtensionValue(DISTRIBUTION_POINTS);
        if (extension == null) {
            return null;
        }
        for (Der point : Der.of(Der.of(extension).octets()).children()) {
            for (Der field : point.children()) {
                if (!field.isContext(0)) {
                    continue;
                }
                for (Der fullName : field.children()) {
                    for (Der name : fullName.isContext(0) ? fullName.children() : List.<Der>of()) {
                        if (name.isContext(UNIFORM_RESOURCE_IDENTIFIER)) {
                            return new String(name.content(), StandardCharsets.US_ASCII);
                        }
                    }
                }
            }
        }
        return null;
    }

    /** What stands in {@code issuers.pem}. */
    static List<X509Certificate> shipped() {
        try (InputStream file = TpmCertificates.class.getResourceAsStream("issuers.pem")) {
            if (file == null) {
                throw new IllegalStateException("issuers.pem is not on the class path");
            }
            return Certificates.pem(file.readAllBytes(), MOST_ISSUERS);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (EvidenceRefused malformed) {
            throw new IllegalStateException("issuers.pem: " + malformed.detail(), malformed);
        }
    }
}
