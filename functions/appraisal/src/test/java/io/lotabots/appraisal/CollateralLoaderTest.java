package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.TestPki;
import io.lotabots.testing.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Collateral is what its own vendor signed, and never older than what is there. */
class CollateralLoaderTest {
    private static final TestPki.Authority ROOT = TestPki.root("CN=ARK-Milan,O=Vendor of the tests", "P-256");
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    private static final String LIST = "amd/milan/vcek/crl";

    private final CollateralStore store = new CollateralStore(ROOT);

    private CollateralLoader loader() {
        return new CollateralLoader(Service.over(new MemoryTransport(store::answer)));
    }

    private static byte[] list(Instant issued, long number) throws GeneralSecurityException {
        return ROOT.revoking(issued, NOW.plus(Duration.ofDays(30)), number).getEncoded();
    }

    private void refused(Reason reason, String key, byte[] content) {
        assertThatExceptionOfType(EvidenceRefused.class)
                .isThrownBy(() -> loader().load(key, content, new byte[0], NOW.getEpochSecond()))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void a_root_of_another_vendor_vouches_for_nothing() throws Exception {
        store.group = "intel";
        refused(Reason.MISSING_PART, LIST, list(NOW.minusSeconds(60), 1));
        store.group = "amd";
        refused(Reason.MISSING_PART, "crl/http://maker.example/ca.crl", list(NOW.minusSeconds(60), 1));
        refused(
                Reason.UNTRUSTED_ROOT,
                "intel/sgx/x",
                TestPki.pem(ROOT.leaf(
                        "CN=Of AMD", TestPki.keys("P-256").getPublic(), java.util.Map.of(), java.util.Set.of())));
        refused(Reason.MALFORMED, "pets/cat", list(NOW.minusSeconds(60), 1));
        assertThat(store.stored()).isEmpty();
    }

    @Test
    void an_older_list_does_not_take_the_place_of_a_newer_one() throws Exception {
        load(list(NOW.minusSeconds(600), 300));
        load(list(NOW.minusSeconds(600), 300));
        refused(Reason.COLLATERAL_OLDER, LIST, list(NOW.minusSeconds(500), 299));
        refused(Reason.COLLATERAL_OLDER, LIST, list(NOW.minusSeconds(601), 301));
        load(list(NOW.minusSeconds(500), 301));
    }

    private void load(byte[] content) throws EvidenceRefused {
        loader().load(LIST, content, new byte[0], NOW.getEpochSecond());
    }

    @Test
    void what_its_publisher_gives_no_term_is_stored_with_one() throws Exception {
        loader().load(
                        "android/status",
                        "{\"entries\":{}}".getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        NOW.getEpochSecond());
        assertThat(store.stored()).containsExactlyInAnyOrder("android/status", "android/status/fresh_until");
    }
}
