package io.lotabots.evidence.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.TestPki;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

class OcspRequestTest {
    @Test
    void a_request_names_the_certificate_as_another_library_does() throws Exception {
        for (String algorithm : new String[] {"P-384", "RSA-2048"}) {
            TestPki.Authority issuer = TestPki.root("CN=NVIDIA Test CA", algorithm);
            X509Certificate certificate =
                    issuer.leaf("CN=GPU", TestPki.keys("P-384").getPublic(), Map.of(), Set.of());
            String text = OcspRequest.text(certificate, issuer.certificate().getPublicKey());

            CertificateID asked = new OCSPReq(Base64.getUrlDecoder().decode(text)).getRequestList()[0].getCertID();
            CertificateID expected = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                    new JcaX509CertificateHolder(issuer.certificate()),
                    certificate.getSerialNumber());
            assertThat(asked).isEqualTo(expected);
        }
    }
}
