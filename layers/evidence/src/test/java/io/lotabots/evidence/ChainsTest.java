package io.lotabots.evidence;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.evidence.TestPki.Authority;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainsTest {
    private static final Authority ROOT = TestPki.root("CN=Root,O=Vendor", "P-384");
    private static final Authority INTERMEDIATE = ROOT.authority("CN=Intermediate,O=Vendor", "P-384");
    private static final KeyPair KEYS = TestPki.keys("P-256");
    private static final X509Certificate LEAF = INTERMEDIATE.leaf("CN=Chip", KEYS.getPublic(), Map.of(), Set.of());

    private final Chains chains = new Chains();

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "RSA-2048", "RSA-PSS-2048"})
    void a_chain_of_any_kind_of_key_ends_in_its_pinned_root(String kind) throws EvidenceRefused {
        Authority root = TestPki.root("CN=Root,O=" + kind, kind);
        X509Certificate leaf =
                root.authority("CN=Below,O=" + kind, kind).leaf("CN=Chip", KEYS.getPublic(), Map.of(), Set.of());
        Authority below = root.authority("CN=Below,O=" + kind, kind);
        X509Certificate belowLeaf = below.leaf("CN=Chip", KEYS.getPublic(), Map.of(), Set.of());

        var path = verify(List.of(belowLeaf, below.certificate(), root.certificate()), root, NOW);

        assertThat(path.leaf()).isEqualTo(belowLeaf);
        assertThat(path.certificates()).containsExactly(belowLeaf, below.certificate());
        // The same names with another key below: it is the signature that counts.
        refused(Reason.BAD_CHAIN, () -> verify(List.of(leaf, below.certificate()), root, NOW));
    }

    @Test
    void the_root_itself_need_not_be_sent_and_may_have_expired() throws EvidenceRefused {
        assertThat(verify(List.of(LEAF, INTERMEDIATE.certificate()), ROOT, NOW)
                        .anchor()
                        .key())
                .isEqualTo(ROOT.certificate().getPublicKey());
        X509Certificate longLived =
                ROOT.issue("CN=Chip", KEYS.getPublic(), BEGIN, END.plusSeconds(9_999), false, Map.of(), Set.of());
        assertThat(verify(List.of(longLived, ROOT.certificate()), ROOT, END.plusSeconds(60))
                        .leaf())
                .isEqualTo(longLived);
    }

    @Test
    void what_begins_after_the_last_day_of_its_root_is_not_issued_by_it() throws EvidenceRefused {
        Instant after = END.plus(Duration.ofDays(1));
        X509Certificate late =
                ROOT.issue("CN=Chip", KEYS.getPublic(), after, after.plusSeconds(9_999), false, Map.of(), Set.of());
        refused(Reason.BAD_CHAIN, () -> verify(List.of(late), ROOT, after.plusSeconds(60)));
        X509Certificate onTheDay = ROOT.issue(
                "CN=Chip", KEYS.getPublic(), END.plusSeconds(1), after.plusSeconds(9_999), false, Map.of(), Set.of());
        assertThat(verify(List.of(onTheDay), ROOT, after.plusSeconds(60)).leaf())
                .isEqualTo(onTheDay);
    }

    @Test
    void a_root_that_the_evidence_brings_is_not_trusted() {
        Authority other = TestPki.root("CN=Root,O=Vendor", "P-384");
        Authority between = other.authority("CN=Intermediate,O=Vendor", "P-384");
        X509Certificate leaf = between.leaf("CN=Chip", KEYS.getPublic(), Map.of(), Set.of());

        refused(
                Reason.UNTRUSTED_ROOT,
                () -> verify(List.of(leaf, between.certificate(), other.certificate()), ROOT, NOW));
    }

    @Test
    void dates_of_each_certificate_are_checked_however_often_it_was_seen() throws EvidenceRefused {
        verify(List.of(LEAF, INTERMEDIATE.certificate()), ROOT, NOW);

        refused(Reason.CERT_EXPIRED, () -> verify(List.of(LEAF, INTERMEDIATE.certificate()), ROOT, END.plusSeconds(1)));
        refused(
                Reason.CERT_NOT_YET_VALID,
                () -> verify(List.of(LEAF, INTERMEDIATE.certificate()), ROOT, BEGIN.minusSeconds(1)));
    }

    @Test
    void a_leaf_may_not_issue_and_a_root_is_no_leaf() {
        X509Certificate forged =
                new Authority(LEAF, KEYS, "SHA256withECDSA").leaf("CN=Forged", KEYS.getPublic(), Map.of(), Set.of());

        refused(Reason.BAD_CHAIN, () -> verify(List.of(forged, LEAF, INTERMEDIATE.certificate()), ROOT, NOW));
        refused(Reason.BAD_CHAIN, () -> verify(List.of(ROOT.certificate()), ROOT, NOW));
        refused(Reason.BAD_CHAIN, () -> verify(List.of(), ROOT, NOW));
    }

    @Test
    void a_critical_extension_that_nobody_understands_is_refused() throws EvidenceRefused {
        X509Certificate leaf =
                INTERMEDIATE.leaf("CN=Chip", KEYS.getPublic(), Map.of("1.2.3.4", new byte[] {5, 0}), Set.of("1.2.3.4"));
        List<X509Certificate> chain = List.of(leaf, INTERMEDIATE.certificate());

        refused(Reason.BAD_CHAIN, () -> verify(chain, ROOT, NOW));
        assertThat(chains.verify(chain, ROOT.anchors("test").group("test"), NOW, Set.of("1.2.3.4"))
                        .leaf())
                .isEqualTo(leaf);
    }

    @Test
    void certificates_in_any_order_are_put_into_a_chain() {
        X509Certificate stranger = TestPki.root("CN=Stranger", "P-256").certificate();

        assertThat(chains.order(LEAF, List.of(stranger, ROOT.certificate(), INTERMEDIATE.certificate())))
                .containsExactly(LEAF, INTERMEDIATE.certificate(), ROOT.certificate());
    }

    @Test
    void a_revoked_certificate_is_refused_and_so_is_a_list_of_another_hand_or_time() throws EvidenceRefused {
        var empty = INTERMEDIATE.revoking(BEGIN, END);
        Chains.requireNotRevoked(LEAF, empty, INTERMEDIATE.certificate(), NOW);

        refused(
                Reason.CERT_REVOKED,
                () -> Chains.requireNotRevoked(
                        LEAF, INTERMEDIATE.revoking(BEGIN, END, LEAF), INTERMEDIATE.certificate(), NOW));
        refused(
                Reason.BAD_CRL_SIGNATURE,
                () -> Chains.requireNotRevoked(LEAF, ROOT.revoking(BEGIN, END), INTERMEDIATE.certificate(), NOW));
        refused(
                Reason.COLLATERAL_EXPIRED,
                () -> Chains.requireNotRevoked(LEAF, empty, INTERMEDIATE.certificate(), END.plusSeconds(1)));
        refused(
                Reason.COLLATERAL_NOT_YET_VALID,
                () -> Chains.requireNotRevoked(LEAF, empty, INTERMEDIATE.certificate(), BEGIN.minusSeconds(1)));
    }

    private Chains.Path verify(List<X509Certificate> certificates, Authority root, Instant at) throws EvidenceRefused {
        return chains.verify(certificates, root.anchors("test").group("test"), at, Set.of());
    }

    private static void refused(Reason reason, ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        EvidenceRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
