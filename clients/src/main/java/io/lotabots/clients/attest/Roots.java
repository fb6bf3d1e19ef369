package io.lotabots.clients.attest;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.TrustAnchors.Anchor;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The certificates that a case calls roots: those that are their own issuers are its anchors, the others are collateral.
 *
 * @param anchors the pinned anchor of each key that is pinned, and an anchor of vendor {@code test} for each other key
 * @param intermediates what is not its own issuer
 */
record Roots(TrustAnchors anchors, List<X509Certificate> intermediates) {
    private static final int MOST_CERTIFICATES = 10;

    static Roots read(String group, List<byte[]> files) throws EvidenceRefused {
        List<Anchor> pinned = TrustAnchors.pinned().group(group);
        List<Anchor> anchors = new ArrayList<>();
        List<X509Certificate> intermediates = new ArrayList<>();
        for (byte[] file : files) {
            for (X509Certificate certificate : Certificates.pemOrDer(file, MOST_CERTIFICATES)) {
                if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                    anchors.add(pinned.stream()
                            .filter(anchor -> anchor.key().equals(certificate.getPublicKey()))
                            .findFirst()
                            .orElseGet(() -> Anchor.of(group, "test", certificate)));
                } else {
                    intermediates.add(certificate);
                }
            }
        }
        return new Roots(TrustAnchors.of(anchors.stream().distinct().toList()), intermediates);
    }

    /** The intermediates of a common name, in whatever case, as PEM. */
    byte[] pem(String commonName) {
        return intermediates.stream()
                .filter(certificate ->
                        commonName.equalsIgnoreCase(Certificates.commonName(certificate.getSubjectX500Principal())))
                .distinct()
                .map(Roots::pem)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
