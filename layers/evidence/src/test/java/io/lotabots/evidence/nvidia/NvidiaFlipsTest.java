package io.lotabots.evidence.nvidia;

import static io.lotabots.evidence.TestPki.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What NVIDIA publishes of a GPU, changed a bit at a time: signed manifests and OCSP responses. */
class NvidiaFlipsTest {
    /** A change at every so many bytes, at another bit each time. */
    private static final int STEP = 5;

    private static final TestGpu GPU = new TestGpu();
    private static final byte[] NONCE = TestReport.filled(32, 9);
    private static final Evidence EVIDENCE = new Evidence(GPU.report(NONCE));
    private static final Map<String, byte[]> COLLATERAL = GPU.collateral(NOW);

    private final Format format = new NvidiaGpu();

    private Verdict verdict(Map<String, byte[]> collateral) {
        TrustAnchors anchors =
                TrustAnchors.of(List.of(GPU.root.anchor("nvidia-device"), GPU.rimRoot.anchor("nvidia-rim")));
        return format.verify(EVIDENCE, new Terms(NONCE, NOW, anchors, Collateral.of(collateral), new Policy(Map.of())));
    }

    @Test
    void a_flipped_bit_of_what_is_published_is_refused_or_changes_nothing() {
        Verdict genuine = verdict(COLLATERAL);
        assertThat(genuine.status()).isEqualTo(Tier.AFFIRMING);
        COLLATERAL.forEach((key, content) -> {
            int refused = 0;
            int all = 0;
            for (int i = 0; i < content.length; i += STEP) {
                byte[] flipped = content.clone();
                flipped[i] ^= (byte) (1 << all % 8);
                Map<String, byte[]> changed = new HashMap<>(COLLATERAL);
                changed.put(key, flipped);
                Verdict verdict = verdict(changed);
                if (verdict.accepted()) {
                    assertThat(verdict).as("byte %d of %s", i, key).isEqualTo(genuine);
                } else {
                    refused++;
                }
                all++;
            }
            // What is not signed of them is little: the shell of a response, the certificates' line breaks.
            assertThat(refused).as(key).isGreaterThan(all * 8 / 10);
        });
    }

    @Test
    void a_response_for_another_certificate_or_of_a_stranger_is_refused() {
        String key = COLLATERAL.keySet().stream()
                .filter(name -> name.startsWith("nvidia/ocsp/"))
                .findFirst()
                .orElseThrow();
        TestPki.Authority stranger = TestPki.root("CN=Device Root,O=Test", "P-384");
        var other = stranger.authority("CN=Another", "P-384");
        Map<String, byte[]> changed = new HashMap<>(COLLATERAL);
        changed.put(key, TestOcsp.good(other.certificate(), stranger, NOW));
        assertThat(verdict(changed).accepted()).isFalse();
    }
}
