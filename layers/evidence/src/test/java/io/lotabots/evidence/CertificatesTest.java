package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.evidence.TestPki.Authority;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

final class CertificatesTest {
    @Test
    void a_certificate_has_one_encoding_down_to_the_bits_of_its_signature() throws EvidenceRefused {
        Authority root = TestPki.root("CN=Root", "P-256");
        byte[] encoded;
        X509Certificate leaf;
        do {
            // One whose signature ends in a zero bit, which could be left out without a change of the signature.
            leaf = root.leaf("CN=Leaf", root.keys().getPublic(), Map.of(), Set.of());
            encoded = TestPki.encoded(leaf);
        } while (encoded[encoded.length - 1] % 2 != 0);
        assertThat(Certificates.der(encoded)).isEqualTo(leaf);
        byte[] spare = encoded.clone();
        spare[encoded.length - leaf.getSignature().length - 1] = 1;
        assertThatThrownBy(() -> Certificates.der(spare)).hasMessageContaining("whole bytes");
        assertThatThrownBy(() -> Certificates.der(Arrays.copyOf(spare, spare.length + 1)))
                .isInstanceOf(EvidenceRefused.class);
    }

    private static final Authority LISTING = TestPki.root("CN=Lists", "P-256");
    private static final Instant NEXT = TestPki.NOW.plusSeconds(86_400);

    private static byte[] list(TestPki.ListContent content) throws GeneralSecurityException {
        return LISTING.list(TestPki.NOW, NEXT, content).getEncoded();
    }

    private static void unusable(byte[] list, String extension) {
        assertThatExceptionOfType(EvidenceRefused.class)
                .isThrownBy(() -> Certificates.crl(list, 4096))
                .withMessageContaining(extension)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_EXTENSION));
    }

    @Test
    void a_revocation_list_that_is_not_whole_is_none() throws Exception {
        byte[] part = new DERSequence(new DERTaggedObject(false, 1, ASN1Boolean.TRUE)).getEncoded();
        unusable(list(in -> in.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE))), "27");
        unusable(list(in -> in.addExtension(Extension.deltaCRLIndicator, false, new CRLNumber(BigInteger.ONE))), "27");
        unusable(list(in -> in.addExtension(Extension.issuingDistributionPoint, true, part)), "2.5.29.28");
        unusable(list(in -> in.addExtension(Extension.issuingDistributionPoint, false, part)), "2.5.29.28");
        unusable(list(in -> in.addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"), true, part)), "55555.1");
        unusable(
                list(in -> in.addCRLEntry(
                        BigInteger.TEN,
                        Date.from(TestPki.NOW),
                        new Extensions(new Extension(
                                Extension.certificateIssuer,
                                true,
                                new GeneralNames(new GeneralName(new X500Name("CN=Another"))).getEncoded())))),
                "2.5.29.29");
    }

    @Test
    void what_is_not_critical_keeps_no_list_from_use() throws Exception {
        byte[] list = list(in -> {
            in.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.TWO));
            in.addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"), false, new byte[] {5, 0});
            in.addCRLEntry(BigInteger.TEN, Date.from(TestPki.NOW), CRLReason.keyCompromise);
        });
        assertThat(Certificates.crl(list, 4096).getRevokedCertificate(BigInteger.TEN))
                .isNotNull();
        assertThatExceptionOfType(EvidenceRefused.class)
                .isThrownBy(() -> Certificates.crl(list, list.length - 1))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_LENGTH));
    }
}
