package io.lotabots.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.evidence.TestPki.Authority;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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
}
