package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.TestPki.Authority;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** What a responder says of a certificate, signed by whoever issued it. */
final class TestOcsp {
    private TestOcsp() {}

    /** Under which key the collateral has it. */
    static String key(X509Certificate certificate) {
        return "nvidia/ocsp/" + certificate.getSerialNumber().toString(16);
    }

    static byte[] good(X509Certificate certificate, Authority issuer, Instant at) {
        return response(certificate, issuer, issuer, at, CertificateStatus.GOOD);
    }

    static byte[] onHold(X509Certificate certificate, Authority issuer, Instant at) {
        return response(
                certificate,
                issuer,
                issuer,
                at,
                new RevokedStatus(Date.from(at.minusSeconds(60)), CRLReason.certificateHold));
    }

    static byte[] response(
            X509Certificate certificate,
            Authority issuer,
            Authority responder,
            Instant at,
            @Nullable CertificateStatus status) {
        try {
            DigestCalculator sha1 =
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
            X509CertificateHolder holder = new JcaX509CertificateHolder(issuer.certificate());
            var builder = new BasicOCSPRespBuilder(new RespID(
                    SubjectPublicKeyInfo.getInstance(
                            responder.certificate().getPublicKey().getEncoded()),
                    sha1));
            builder.addResponse(
                    new CertificateID(sha1, holder, certificate.getSerialNumber()),
                    status,
                    Date.from(at),
                    Date.from(at.plus(Duration.ofHours(1))));
            var signer = new JcaContentSignerBuilder(responder.algorithm())
                    .build(responder.keys().getPrivate());
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, builder.build(signer, null, Date.from(at)))
                    .getEncoded();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
