package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Signatures;
import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/** The question for the state of a certificate (RFC 6960, section 4.1), without extensions, which names it by SHA-1. */
final class OcspRequest {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;

    /** SHA-1, with a parameter that is null. */
    private static final byte[] SHA1 = {0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00};

    private OcspRequest() {}

    /** In base64url without padding. */
    static String text(X509Certificate certificate, PublicKey issuer) throws EvidenceRefused {
        // The issuer's key is named by the bits of its SubjectPublicKeyInfo, without the count of unused ones.
        byte[] bits = Der.of(issuer.getEncoded()).child(1).content();
        byte[] id = element(
                SEQUENCE,
                SHA1,
                element(OCTETS, sha1(certificate.getIssuerX500Principal().getEncoded())),
                element(OCTETS, sha1(Arrays.copyOfRange(bits, 1, bits.length))),
                element(INTEGER, certificate.getSerialNumber().toByteArray()));
        byte[] request = element(SEQUENCE, element(SEQUENCE, element(SEQUENCE, element(SEQUENCE, id))));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(request);
    }

    private static byte[] sha1(byte[] bytes) {
        return Signatures.digest("SHA-1", bytes);
    }

    /** Of at most 127 bytes, or 255: no request is longer. */
    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() > 0x7f) {
            element.write(0x81);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
