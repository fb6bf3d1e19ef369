package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.platform.Refusal;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class VeraisonNonceTest {
    private static final byte[] AWKWARD = Base64.getDecoder().decode("++//++//++//++//++//+w==");
    private static final byte[] OF_THREES = Base64.getDecoder().decode("++//++//++//");

    @Test
    void a_drawn_nonce_reads_the_same_in_both_alphabets() {
        for (int size = 8; size <= 64; size++) {
            VeraisonNonce nonce = VeraisonNonce.of(null, Integer.toString(size));
            assertThat(nonce.bytes()).hasSize(size);
            assertThat(nonce.text()).matches("[A-Za-z0-9]+={0,2}");
            assertThat(Base64.getDecoder().decode(nonce.text())).isEqualTo(nonce.bytes());
            assertThat(Base64.getUrlDecoder().decode(nonce.text())).isEqualTo(nonce.bytes());
            assertThat(nonce.text().endsWith("=")).isEqualTo(size % 3 != 0);
        }
        assertThat(VeraisonNonce.of(null, null).bytes()).hasSize(32);
        assertThat(VeraisonNonce.of(null, "48").text())
                .isNotEqualTo(VeraisonNonce.of(null, "48").text());
    }

    @Test
    void a_nonce_of_the_client_is_shown_as_the_client_reads_it() {
        Base64.Encoder url = Base64.getUrlEncoder();
        assertThat(shown(url.withoutPadding().encodeToString(AWKWARD), AWKWARD))
                .as("in Go since 2026")
                .isEqualTo("--__--__--__--__--__-w");
        assertThat(shown(Base64.getEncoder().encodeToString(AWKWARD), AWKWARD))
                .as("in Go before")
                .isEqualTo("++//++//++//++//++//+w==");
        assertThat(shown(url.encodeToString(AWKWARD), AWKWARD)).as("in Rust").isEqualTo("++//++//++//++//++//+w==");
        assertThat(shown("--__--__--__", OF_THREES)).isEqualTo("--__--__--__");
        assertThat(shown("++//++//++//", OF_THREES)).isEqualTo("++//++//++//");
    }

    private static String shown(String named, byte[] bytes) {
        VeraisonNonce nonce = VeraisonNonce.of(named, null);
        assertThat(nonce.bytes()).isEqualTo(bytes);
        return nonce.text();
    }

    @Test
    void sizes_and_nonces_out_of_bounds_are_refused_with_the_field() {
        for (String size : new String[] {"7", "65", "", "-1", "x", "9999999999"}) {
            assertThatThrownBy(() -> VeraisonNonce.of(null, size))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("nonceSize");
        }
        for (String nonce : new String[] {"", "AAAA", "A".repeat(88), "====", "%%%%%%%%%%%%"}) {
            assertThatThrownBy(() -> VeraisonNonce.of(nonce, null))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("nonce");
        }
        assertThatThrownBy(() -> VeraisonNonce.of("AAAAAAAAAAAA", "8"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nonceSize");
    }
}
