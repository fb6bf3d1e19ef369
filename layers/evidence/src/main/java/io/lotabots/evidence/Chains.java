package io.lotabots.evidence;

import io.lotabots.evidence.TrustAnchors.Anchor;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.security.auth.x500.X500Principal;

/**
 * Follows a chain of certificates to a pinned key (RFC 5280 section 6, without names constraints and policies, which no
 * vendor of evidence uses).
 *
 * <p>An instance remembers which issuer's key signed which intermediate, by digest: the only thing remembered is a fact
 * about bytes. Dates, revocation and everything else are checked each time.
 */
public final class Chains {
    private static final int MOST_CERTIFICATES = 10;
    private static final int REMEMBERED = 512;
    private static final int KEY_CERT_SIGN = 5;
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    /**
     * Extensions that this class handles itself: basic constraints, key usage, and certificate policies, of which any is
     * taken (RFC 5280 section 6.1.1, user-initial-policy-set any-policy).
     */
    private static final Set<String> HANDLED = Set.of("2.5.29.19", "2.5.29.15", "2.5.29.32");

    private final Map<String, Boolean> signed =
            Collections.synchronizedMap(new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            });

    /**
     * @param certificates leaf first; every one that was needed, without the root
     * @param anchor the pinned key in which they end
     */
    public record Path(List<X509Certificate> certificates, Anchor anchor) {
        public X509Certificate leaf() {
            return certificates.getFirst();
        }

        /** The certificate that issued the leaf, or the leaf itself when the anchor did. */
        public X509Certificate issuer() {
            return certificates.get(Math.min(1, certificates.size() - 1));
        }
    }

    /**
     * Follows certificates from the first one, the leaf, in their order. A root among them ends the chain when its key is
     * pinned. Its own dates do not end what it issued, but what begins after its last day it did not issue.
     *
     * @param handledCritical critical extensions of the leaf that the caller understands and checks, as dotted identifiers;
     *     a caller that checks the extended key usage does so for the whole path
     * @throws EvidenceRefused BAD_CHAIN, UNTRUSTED_ROOT, CERT_EXPIRED or CERT_NOT_YET_VALID
     */
    public Path verify(List<X509Certificate> leafFirst, List<Anchor> anchors, Instant at, Set<String> handledCritical)
            throws EvidenceRefused {
        if (leafFirst.isEmpty() || leafFirst.size() > MOST_CERTIFICATES) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "a chain has 1 to " + MOST_CERTIFICATES + " certificates, got " + leafFirst.size());
        }
        X509Certificate leaf = leafFirst.getFirst();
        if (leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal())) {
            throw new EvidenceRefused(Reason.BAD_CHAIN, "the leaf is its own issuer");
        }
        Set<String> handledOfIssuers =
                handledCritical.contains(EXTENDED_KEY_USAGE) ? Set.of(EXTENDED_KEY_USAGE) : Set.of();
        List<X509Certificate> path = new ArrayList<>();
        for (int i = 0; i < leafFirst.size(); i++) {
            X509Certificate certificate = leafFirst.get(i);
            if (i > 0) {
                requireAuthority(certificate, i - 1);
            }
            requireHandled(certificate, i == 0 ? handledCritical : handledOfIssuers);
            requireValid(certificate, at);
            path.add(certificate);
            for (Anchor anchor : anchors) {
                if (anchor.subject().equals(certificate.getIssuerX500Principal())
                        && isSigned(
                                certificate,
                                anchor.key().getEncoded(),
                                () -> Certificates.isSignedBy(certificate, anchor.key()))) {
                    requireIssuedInTime(certificate, anchor);
                    return new Path(List.copyOf(path), anchor);
                }
            }
            if (i + 1 < leafFirst.size()) {
                requireSigned(certificate, leafFirst.get(i + 1), i);
            }
        }
        throw new EvidenceRefused(
                Reason.UNTRUSTED_ROOT,
                "the chain ends in \"" + path.getLast().getIssuerX500Principal().getName()
                        + "\", which is not a pinned root");
    }

    /**
     * Orders a leaf and whatever certificates came with it into a chain, by names and signatures; those that do not belong
     * to it are left out.
     */
    public List<X509Certificate> order(X509Certificate leaf, List<X509Certificate> pool) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        while (chain.size() < MOST_CERTIFICATES) {
            X509Certificate last = chain.getLast();
            X509Certificate issuer = pool.stream()
                    .filter(candidate -> !chain.contains(candidate)
                            && candidate.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                            && isSigned(
                                    last,
                                    candidate.getPublicKey().getEncoded(),
                                    () -> Certificates.isSignedBy(last, candidate.getPublicKey())))
                    .findFirst()
                    .orElse(null);
            if (issuer == null) {
                return chain;
            }
            chain.add(issuer);
        }
        return chain;
    }

    /**
     * Refuses a certificate that its issuer's list names, and a list that is not its issuer's or not of this time.
     *
     * @throws EvidenceRefused BAD_CRL_SIGNATURE, COLLATERAL_EXPIRED, COLLATERAL_NOT_YET_VALID or CERT_REVOKED
     */
    public static void requireNotRevoked(
            X509Certificate certificate, X509CRL list, X509Certificate listSigner, Instant at) throws EvidenceRefused {
        requireNotRevoked(certificate, list, listSigner.getSubjectX500Principal(), listSigner.getPublicKey(), at);
    }

    /** The same with the list's signer by name and key, as an anchor has them. */
    public static void requireNotRevoked(
            X509Certificate certificate, X509CRL list, X500Principal signer, PublicKey signerKey, Instant at)
            throws EvidenceRefused {
        if (!list.getIssuerX500Principal().equals(signer) || !Certificates.isSignedBy(list, signerKey)) {
            throw new EvidenceRefused(
                    Reason.BAD_CRL_SIGNATURE, "the revocation list is not signed by \"" + signer.getName() + "\"");
        }
        if (list.getThisUpdate().toInstant().isAfter(at)) {
            throw new EvidenceRefused(
                    Reason.COLLATERAL_NOT_YET_VALID,
                    "the revocation list begins at " + list.getThisUpdate().toInstant());
        }
        if (list.getNextUpdate() == null || list.getNextUpdate().toInstant().isBefore(at)) {
            throw new EvidenceRefused(
                    Reason.COLLATERAL_EXPIRED,
                    "the revocation list ended at "
                            + (list.getNextUpdate() == null
                                    ? "no date at all"
                                    : list.getNextUpdate().toInstant()));
        }
        X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
        if (entry != null && certificate.getIssuerX500Principal().equals(list.getIssuerX500Principal())) {
            throw new EvidenceRefused(
                    Reason.CERT_REVOKED,
                    "the certificate with serial "
                            + certificate.getSerialNumber().toString(16) + " was revoked at "
                            + entry.getRevocationDate().toInstant());
        }
    }

    private static void requireAuthority(X509Certificate certificate, int between) throws EvidenceRefused {
        boolean[] usage = certificate.getKeyUsage();
        int length = certificate.getBasicConstraints();
        if (length < 0 || usage != null && !usage[KEY_CERT_SIGN]) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "\"" + certificate.getSubjectX500Principal().getName() + "\" may not issue certificates");
        }
        if (length < between) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "\"" + certificate.getSubjectX500Principal().getName() + "\" allows " + length
                            + " certificates below it, got " + between);
        }
    }

    private static void requireHandled(X509Certificate certificate, Set<String> handled) throws EvidenceRefused {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null) {
            return;
        }
        for (String extension : critical) {
            if (!HANDLED.contains(extension) && !handled.contains(extension)) {
                throw new EvidenceRefused(
                        Reason.BAD_CHAIN,
                        "a certificate has the critical extension " + extension + ", which is not understood");
            }
        }
    }

    /** A vendor looks after a key as long as its certificate lasts. */
    private static void requireIssuedInTime(X509Certificate certificate, Anchor anchor) throws EvidenceRefused {
        Instant begin = certificate.getNotBefore().toInstant();
        if (LocalDate.ofInstant(begin, ZoneOffset.UTC).isAfter(anchor.lastDay())) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "the certificate of \""
                            + certificate.getSubjectX500Principal().getName() + "\" begins at " + begin
                            + ", its pinned issuer ended on " + anchor.lastDay());
        }
    }

    private static void requireValid(X509Certificate certificate, Instant at) throws EvidenceRefused {
        Date date = Date.from(at);
        if (date.after(certificate.getNotAfter())) {
            throw new EvidenceRefused(
                    Reason.CERT_EXPIRED,
                    "the certificate of \""
                            + certificate.getSubjectX500Principal().getName() + "\" ended at "
                            + certificate.getNotAfter().toInstant());
        }
        if (date.before(certificate.getNotBefore())) {
            throw new EvidenceRefused(
                    Reason.CERT_NOT_YET_VALID,
                    "the certificate of \""
                            + certificate.getSubjectX500Principal().getName() + "\" begins at "
                            + certificate.getNotBefore().toInstant());
        }
    }

    private void requireSigned(X509Certificate certificate, X509Certificate issuer, int index) throws EvidenceRefused {
        boolean named = certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        // A leaf is verified once: only what many leaves share is worth remembering.
        boolean holds = named
                && (index == 0
                        ? Certificates.isSignedBy(certificate, issuer.getPublicKey())
                        : isSigned(
                                certificate,
                                issuer.getPublicKey().getEncoded(),
                                () -> Certificates.isSignedBy(certificate, issuer.getPublicKey())));
        if (!holds) {
            throw new EvidenceRefused(
                    Reason.BAD_CHAIN,
                    "the certificate of \""
                            + certificate.getSubjectX500Principal().getName() + "\" is not signed by the next one");
        }
    }

    private boolean isSigned(X509Certificate certificate, byte[] issuerKey, BooleanSupplier check) {
        byte[] encoded;
        try {
            encoded = certificate.getEncoded();
        } catch (CertificateEncodingException unreadable) {
            return false;
        }
        String fact = HexFormat.of()
                .formatHex(Signatures.digest("SHA-256", Signatures.digest("SHA-256", encoded), issuerKey));
        Boolean known = signed.get(fact);
        if (known != null) {
            return known;
        }
        boolean holds = check.getAsBoolean();
        if (holds) {
            signed.put(fact, true);
        }
        return holds;
    }
}
