package io.lotabots.evidence.snp;

import static io.lotabots.evidence.TestPki.BEGIN;
import static io.lotabots.evidence.TestPki.END;
import static io.lotabots.evidence.TestPki.NOW;
import static io.lotabots.evidence.snp.SnpGuest.NONCE;
import static io.lotabots.evidence.snp.SnpGuest.filled;
import static io.lotabots.evidence.snp.SnpVerdicts.accepted;
import static io.lotabots.evidence.snp.SnpVerdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Chains;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.Verdict;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose key signed a report: its chain, its chip, its TCB. */
class SigningKeyTest {
    private static final String MEASUREMENT = HexFormat.of().formatHex(SnpGuest.MEASUREMENT);

    @Test
    void a_provider_s_key_belongs_to_no_chip() {
        SnpGuest guest = SnpGuest.atProvider("Genoa");

        Verdict.Accepted verdict = accepted(guest.evidence(), guest.terms(Map.of("measurement", MEASUREMENT)));

        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.claims()).containsEntry("signing_key", "VLEK");
        guest.report[SnpGuest.KEY_INFO] = 0;
        refused(Reason.KEY_TYPE_MISMATCH, guest, Map.of());
    }

    @Test
    void a_chip_s_key_signs_no_report_that_names_another_kind_of_key() {
        SnpGuest guest = SnpGuest.on("Genoa");
        for (int kind : new int[] {1, 2, 7}) {
            guest.report[SnpGuest.KEY_INFO] = (byte) (kind << 2);
            refused(Reason.KEY_TYPE_MISMATCH, guest, Map.of());
        }
    }

    @Test
    void the_chip_is_the_one_of_the_certificate_however_it_is_written_there() {
        SnpGuest guest = SnpGuest.on("Genoa");
        byte[] octets = new byte[66];
        octets[0] = 4;
        octets[1] = 64;
        System.arraycopy(SnpGuest.CHIP, 0, octets, 2, 64);
        guest.extensions.put(SnpGuest.HARDWARE_ID, octets);
        accepted(guest.evidence(), guest.terms(Map.of()));

        guest.put(SnpGuest.CHIP_ID, filled(64, 1));
        refused(Reason.HWID_MISMATCH, guest, Map.of());
        guest.put(SnpGuest.CHIP_ID, new byte[64]);
        refused(Reason.HWID_MISMATCH, guest, Map.of());
        guest.extensions.put(SnpGuest.HARDWARE_ID, filled(63, 1));
        refused(Reason.MALFORMED_EXTENSION, guest, Map.of());
        guest.extensions.remove(SnpGuest.HARDWARE_ID);
        refused(Reason.MALFORMED_EXTENSION, guest, Map.of());
    }

    @Test
    void each_component_of_the_reported_tcb_is_the_certificate_s() {
        SnpGuest guest = SnpGuest.on("Genoa");
        for (int component : new int[] {0, 1, 6, 7}) {
            byte[] tcb = SnpGuest.TCB.clone();
            tcb[component]++;
            guest.put(SnpGuest.REPORTED_TCB, tcb);
            refused(Reason.TCB_CERT_MISMATCH, guest, Map.of());
        }
    }

    @Test
    void a_processor_of_another_product_than_the_key_s_is_refused() {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.report[SnpGuest.MODEL] = 0x01;
        refused(Reason.TCB_CERT_MISMATCH, guest, Map.of());
        guest.report[SnpGuest.MODEL] = 0x50;
        refused(Reason.UNSUPPORTED_VERSION, guest, Map.of());
        guest.report[SnpGuest.MODEL] = (byte) 0xA0;
        accepted(guest.evidence(), guest.terms(Map.of()));
    }

    @Test
    void only_the_pinned_root_s_chain_counts() {
        SnpGuest guest = SnpGuest.on("Genoa");
        SnpGuest other = SnpGuest.ofStranger("Genoa", SnpGuest.PSS, SnpGuest.PSS);
        refused(Reason.UNTRUSTED_ROOT, other.evidence(), guest.terms(Map.of()));
        Terms withItsIntermediate = guest.terms(NONCE, Map.of(), other.collateral());
        refused(Reason.UNTRUSTED_ROOT, other.evidence(), withItsIntermediate);
        byte[] whole = TestPki.pem(other.leaf(), other.endorser.certificate(), other.root.certificate());
        refused(Reason.UNTRUSTED_ROOT, SnpGuest.evidence(other.signed(), whole), guest.terms(Map.of()));
    }

    @Test
    void an_intermediate_may_come_with_the_evidence() {
        SnpGuest guest = SnpGuest.on("Genoa");
        byte[] chain = TestPki.pem(guest.leaf(), guest.endorser.certificate());
        accepted(SnpGuest.evidence(guest.signed(), chain), guest.terms(NONCE, Map.of(), Map.of()));
        refused(Reason.UNTRUSTED_ROOT, guest.evidence(), guest.terms(NONCE, Map.of(), Map.of()));
    }

    @Test
    void certificates_are_signed_as_amd_signs_them() {
        for (SnpGuest guest : List.of(
                SnpGuest.ofStranger("Genoa", SnpGuest.PSS, "RSA-2048"),
                SnpGuest.ofStranger("Genoa", "RSA-2048", SnpGuest.PSS),
                SnpGuest.ofStranger("Genoa", "P-384", "P-384"))) {
            byte[] chain = TestPki.pem(guest.leaf(), guest.endorser.certificate());
            refused(
                    Reason.UNSUPPORTED_ALGORITHM,
                    SnpGuest.evidence(guest.signed(), chain),
                    guest.terms(NONCE, Map.of(), Map.of()));
        }
    }

    @Test
    void a_chain_of_unknown_names_is_refused() {
        SnpGuest unknown = SnpGuest.on("Venice");
        refused(Reason.UNTRUSTED_ROOT, unknown, Map.of());
        SnpGuest guest = SnpGuest.on("Genoa");
        byte[] byRoot = TestPki.encoded(
                guest.root.leaf("CN=SEV-VCEK,O=Tests", guest.leaf().getPublicKey(), guest.extensions, Set.of()));
        refused(Reason.BAD_CHAIN, SnpGuest.evidence(guest.signed(), byRoot), guest.terms(Map.of()));
    }

    @Test
    void a_revoked_intermediate_is_refused_and_so_is_a_list_of_another_hand_or_time() {
        SnpGuest guest = SnpGuest.on("Genoa");
        Evidence evidence = guest.evidence();
        refused(
                Reason.CERT_REVOKED,
                evidence,
                listed(guest, guest.root.revoking(BEGIN, END, guest.endorser.certificate())));
        refused(Reason.BAD_CRL_SIGNATURE, evidence, listed(guest, guest.endorser.revoking(BEGIN, END)));
        refused(Reason.COLLATERAL_EXPIRED, evidence, listed(guest, guest.root.revoking(BEGIN, NOW.minusSeconds(1))));
        refused(Reason.COLLATERAL_NOT_YET_VALID, evidence, listed(guest, guest.root.revoking(NOW.plusSeconds(1), END)));
    }

    @Test
    void certificates_are_judged_at_the_given_time() {
        SnpGuest guest = SnpGuest.on("Genoa");
        var anchors = guest.root.anchors("amd");
        Collateral chain =
                Collateral.of(Map.of("amd/genoa/vcek/cert_chain", TestPki.pem(guest.endorser.certificate())));
        refused(
                Reason.CERT_EXPIRED,
                guest.evidence(),
                new Terms(NONCE, END.plusSeconds(1), anchors, chain, Policy.STRICT));
        refused(
                Reason.CERT_NOT_YET_VALID,
                guest.evidence(),
                new Terms(NONCE, BEGIN.minusSeconds(1), anchors, chain, Policy.STRICT));
    }

    @Test
    void the_signature_is_of_the_certificate_s_key() {
        SnpGuest guest = SnpGuest.on("Genoa");
        byte[] leaf = TestPki.encoded(guest.leaf());
        Terms terms = guest.terms(Map.of());
        refused(Reason.BAD_SIGNATURE, SnpGuest.evidence(guest.signed(TestPki.keys("P-384")), leaf), terms);
        refused(Reason.BAD_SIGNATURE, SnpGuest.evidence(Arrays.copyOf(guest.report, Report.BYTES), leaf), terms);
        guest.report[SnpGuest.ALGORITHM] = 2;
        refused(Reason.UNSUPPORTED_ALGORITHM, guest, Map.of());
    }

    @Test
    void the_intermediates_that_are_known_end_in_the_pinned_roots() throws EvidenceRefused {
        List<X509Certificate> endorsers = Endorsers.known();
        assertThat(endorsers).hasSize(6);
        for (X509Certificate endorser : endorsers) {
            Chains.Path path =
                    new Chains().verify(List.of(endorser), TrustAnchors.pinned().group("amd"), NOW, Set.of());
            assertThat(path.anchor().vendor()).isEqualTo("AMD");
        }
    }

    private static Terms listed(SnpGuest guest, X509CRL list) {
        return guest.terms(NONCE, Map.of(), guest.collateral(list));
    }
}
