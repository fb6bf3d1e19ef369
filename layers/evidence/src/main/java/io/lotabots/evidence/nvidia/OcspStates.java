package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.Chains.Path;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors.Anchor;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What NVIDIA's OCSP responder said of certificates (RFC 6960): a response in DER as collateral, whose signature, dates and
 * state the JDK checks. A certificate on hold is as good as revoked. Nothing is fetched.
 */
final class OcspStates {
    private OcspStates() {}

    /**
     * Whether each certificate of a path from an index on, that is all but the root, was found good.
     *
     * @param given the certificates as they came: the JDK wants a root's certificate when the root itself responds
     * @param missing where the keys of responses go that are not there, each with its request
     * @return false when there is no response for one of them
     * @throws EvidenceRefused CERT_REVOKED, or COLLATERAL_EXPIRED when a response does not hold at the given time
     */
    static boolean allGood(Path path, List<X509Certificate> given, int from, Terms terms, List<String> missing)
            throws EvidenceRefused {
        List<X509Certificate> certificates = path.certificates();
        boolean all = true;
        for (int i = from; i < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            String key = "nvidia/ocsp/" + certificate.getSerialNumber().toString(16);
            byte[] response = terms.collateral().find(key).orElse(null);
            if (response == null) {
                all = false;
                boolean last = i + 1 == certificates.size();
                missing.add(key + "?"
                        + OcspRequest.text(
                                certificate,
                                last
                                        ? path.anchor().key()
                                        : certificates.get(i + 1).getPublicKey()));
            } else {
                TrustAnchor issuer = i + 1 < certificates.size()
                        ? new TrustAnchor(certificates.get(i + 1), null)
                        : root(path.anchor(), given);
                requireGood(certificate, issuer, response, terms);
            }
        }
        return all;
    }

    private static TrustAnchor root(Anchor anchor, List<X509Certificate> given) {
        return given.stream()
                .filter(certificate -> certificate.getPublicKey().equals(anchor.key())
                        && certificate.getSubjectX500Principal().equals(anchor.subject()))
                .findFirst()
                .map(certificate -> new TrustAnchor(certificate, null))
                .orElseGet(() -> new TrustAnchor(anchor.subject(), anchor.key(), null));
    }

    private static void requireGood(X509Certificate certificate, TrustAnchor issuer, byte[] response, Terms terms)
            throws EvidenceRefused {
        String serial = certificate.getSerialNumber().toString(16);
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(EnumSet.of(Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(certificate, response));
            PKIXParameters parameters = new PKIXParameters(Set.of(issuer));
            parameters.setDate(Date.from(terms.at()));
            parameters.addCertPathChecker(checker);
            validator.validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
        } catch (CertPathValidatorException refused) {
            if (refused.getReason() == BasicReason.REVOKED) {
                throw new EvidenceRefused(Reason.CERT_REVOKED, "the certificate with serial " + serial + " is revoked");
            }
            throw new EvidenceRefused(
                    Reason.COLLATERAL_EXPIRED,
                    "the OCSP response for the certificate with serial " + serial + " does not hold at " + terms.at());
        } catch (InvalidAlgorithmParameterException impossible) {
            throw new IllegalStateException(impossible);
        } catch (GeneralSecurityException unreadable) {
            throw new EvidenceRefused(Reason.MALFORMED, "the OCSP response for " + serial + " cannot be read");
        }
    }
}
