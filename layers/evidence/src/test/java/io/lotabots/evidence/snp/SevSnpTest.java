package io.lotabots.evidence.snp;

import static io.lotabots.evidence.snp.SnpGuest.NONCE;
import static io.lotabots.evidence.snp.SnpGuest.filled;
import static io.lotabots.evidence.snp.SnpVerdicts.accepted;
import static io.lotabots.evidence.snp.SnpVerdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SevSnpTest {
    private static final String MEASUREMENT = HexFormat.of().formatHex(SnpGuest.MEASUREMENT);

    @Test
    void a_report_that_is_measured_as_asked_on_sound_silicon_is_affirmed() {
        SnpGuest guest = SnpGuest.on("Genoa");

        Verdict.Accepted verdict = accepted(guest.evidence(), guest.terms(Map.of("measurement", MEASUREMENT)));

        assertThat(verdict.status()).isEqualTo(Tier.AFFIRMING);
        assertThat(verdict.cautions()).isEmpty();
        assertThat(verdict.claims())
                .containsEntry("version", 3L)
                .containsEntry("product", "Genoa")
                .containsEntry("root", "test vendor")
                .containsEntry("signing_key", "VCEK")
                .containsEntry("measurement", MEASUREMENT)
                .containsEntry("reported_tcb", "04010000000018db")
                .containsEntry("policy", "0x30000")
                .containsEntry("vmpl", 0L)
                .containsEntry("debug", false);
    }

    @Test
    void a_report_that_is_compared_with_nothing_is_a_warning() {
        SnpGuest guest = SnpGuest.on("Genoa");

        Verdict.Accepted verdict = accepted(guest.evidence(), guest.terms(Map.of()));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.vector().executables()).isEqualTo(33);
    }

    @Test
    void milan_is_never_affirmed() {
        SnpGuest guest = SnpGuest.on("Milan");

        Verdict.Accepted verdict = accepted(guest.evidence(), guest.terms(Map.of("measurement", MEASUREMENT)));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.SILICON_WITH_KNOWN_BREAK);
    }

    @Test
    void without_a_revocation_list_nothing_is_affirmed() {
        SnpGuest guest = SnpGuest.on("Genoa");
        Map<String, byte[]> collateral = new HashMap<>(guest.collateral());
        collateral.remove("amd/genoa/vcek/crl");

        Verdict.Accepted verdict =
                accepted(guest.evidence(), guest.terms(NONCE, Map.of("measurement", MEASUREMENT), collateral));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.COLLATERAL_MISSING);
    }

    @Test
    void memory_that_was_not_checked_for_aliases_is_a_caution_or_refused_as_the_policy_says() {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.report[SnpGuest.PLATFORM] = 0x05;

        Verdict.Accepted verdict = accepted(guest.evidence(), guest.terms(Map.of("measurement", MEASUREMENT)));

        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.MEMORY_ALIASES_UNCHECKED);
        refused(Reason.MEMORY_ALIASES_UNCHECKED, guest, Map.of("require_alias_check", true));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void reports_of_three_versions_are_read(int version) {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.report[0] = (byte) version;
        if (version == 2) {
            guest.report[SnpGuest.FAMILY] = 0;
            guest.report[SnpGuest.MODEL] = 0;
        }
        assertThat(accepted(guest.evidence(), guest.terms(Map.of())).claims()).containsEntry("version", (long) version);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 6, 255})
    void reports_of_other_versions_are_not(int version) {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.report[0] = (byte) version;
        refused(Reason.UNSUPPORTED_VERSION, guest, Map.of());
    }

    @Test
    void turin_has_a_layout_and_chip_identifiers_of_its_own() {
        SnpGuest guest = SnpGuest.on("Turin");
        guest.tcb(new byte[] {1, 2, 3, 4, 0, 0, 0, 0x50});
        byte[] chip = Arrays.copyOf(filled(8, 9), 64);
        guest.put(SnpGuest.CHIP_ID, chip);
        guest.extensions.put(SnpGuest.HARDWARE_ID, filled(8, 9));

        assertThat(accepted(guest.evidence(), guest.terms(Map.of("measurement", MEASUREMENT)))
                        .status())
                .isEqualTo(Tier.AFFIRMING);
        refused(Reason.TCB_TOO_OLD, guest, Map.of("min_tcb", "0200000000000000"));
        refused(Reason.TCB_TOO_OLD, guest, Map.of("min_tcb", "0000000500000000"));
        guest.report[SnpGuest.CHIP_ID + 9] = 1;
        refused(Reason.HWID_MISMATCH, guest, Map.of());
    }

    @Test
    void each_component_of_the_least_tcb_counts() {
        SnpGuest guest = SnpGuest.on("Genoa");
        accepted(guest.evidence(), guest.terms(Map.of("min_tcb", "04010000000018db")));
        for (String least : List.of("0500000000000000", "0002000000000000", "0000000000001900", "00000000000000dc")) {
            refused(Reason.TCB_TOO_OLD, guest, Map.of("min_tcb", least));
        }
        refused(Reason.POLICY_NOT_UNDERSTOOD, guest, Map.of("min_tcb", "3"));
    }

    @Test
    void all_64_bytes_of_report_data_are_the_nonce_and_zeros() {
        SnpGuest guest = SnpGuest.on("Genoa");
        Evidence evidence = guest.evidence();
        Map<String, byte[]> collateral = guest.collateral();
        for (byte[] other : List.of(
                filled(32, 8), filled(31, 7), filled(33, 7), filled(64, 7), filled(65, 7), new byte[0], new byte[64])) {
            refused(Reason.NONCE_MISMATCH, evidence, guest.terms(other, Map.of(), collateral));
        }
        accepted(evidence, guest.terms(Arrays.copyOf(NONCE, 64), Map.of(), collateral));
        accepted(evidence, guest.terms(null, Map.of(), collateral));
    }

    @Test
    void a_guest_open_to_a_debugger_is_refused_unless_allowed_and_then_a_warning() {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.report[SnpGuest.POLICY + 2] |= 8;
        refused(Reason.DEBUG_ENABLED, guest, Map.of("measurement", MEASUREMENT));

        Verdict.Accepted allowed =
                accepted(guest.evidence(), guest.terms(Map.of("measurement", MEASUREMENT, "allow_debug", true)));
        assertThat(allowed.status()).isEqualTo(Tier.WARNING);
        assertThat(allowed.cautions()).containsOnlyKeys(Reason.DEBUG_ENABLED);
    }

    @Test
    void a_guest_that_may_be_migrated_is_refused_unless_allowed_and_then_a_warning() {
        SnpGuest permitted = SnpGuest.on("Genoa");
        permitted.report[SnpGuest.POLICY + 2] |= 4;
        refused(Reason.MIGRATION_ALLOWED, permitted, Map.of());
        SnpGuest bound = SnpGuest.on("Genoa");
        bound.report[SnpGuest.MIGRATION_AGENT + 31] = 0;
        refused(Reason.MIGRATION_ALLOWED, bound, Map.of());

        assertThat(accepted(
                                bound.evidence(),
                                bound.terms(Map.of("measurement", MEASUREMENT, "allow_migration_agent", true)))
                        .status())
                .isEqualTo(Tier.WARNING);
    }

    @Test
    void a_privilege_level_above_the_allowed_one_is_refused() {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.report[SnpGuest.VMPL] = 2;
        refused(Reason.VMPL_TOO_HIGH, guest, Map.of());
        refused(Reason.VMPL_TOO_HIGH, guest, Map.of("max_vmpl", 1L));
        accepted(guest.evidence(), guest.terms(Map.of("max_vmpl", 2L)));
        guest.put(SnpGuest.VMPL, filled(4, 0xff));
        refused(Reason.VMPL_TOO_HIGH, guest, Map.of("max_vmpl", 3L));
    }

    @Test
    void what_is_measured_is_one_of_what_is_allowed() {
        SnpGuest guest = SnpGuest.on("Genoa");
        guest.put(SnpGuest.HOST_DATA, filled(32, 5));
        accepted(
                guest.evidence(),
                guest.terms(Map.of("measurement", List.of("00".repeat(48), MEASUREMENT.toUpperCase(Locale.ROOT)))));
        refused(Reason.MEASUREMENT_MISMATCH, guest, Map.of("measurement", "00".repeat(48)));
        refused(Reason.MEASUREMENT_MISMATCH, guest, Map.of("host_data", "00".repeat(32)));
        refused(Reason.MEASUREMENT_MISMATCH, guest, Map.of("id_key_digest", "11".repeat(48)));
        refused(Reason.MEASUREMENT_MISMATCH, guest, Map.of("author_key_digest", "11".repeat(48)));
    }

    @Test
    void a_report_has_one_length_and_a_leaf_is_a_certificate() {
        SnpGuest guest = SnpGuest.on("Genoa");
        byte[] leaf = TestPki.encoded(guest.leaf());
        byte[] report = guest.signed();
        Terms terms = guest.terms(Map.of());
        for (int length : new int[] {0, Report.BYTES - 1, Report.BYTES + 1}) {
            refused(Reason.BAD_LENGTH, SnpGuest.evidence(Arrays.copyOf(report, length), leaf), terms);
        }
        refused(Reason.MALFORMED, SnpGuest.evidence(report, new byte[0]), terms);
        refused(Reason.MALFORMED, SnpGuest.evidence(report, new byte[] {0x30, 0}), terms);
        refused(Reason.COLLATERAL_MISSING, new Evidence(Map.of("report", report)), terms);
        refused(Reason.MISSING_PART, new Evidence(Map.of("leaf", leaf)), terms);
    }

    @Test
    void a_report_without_a_certificate_is_held_to_the_one_that_is_known_of_its_chip() {
        SnpGuest guest = SnpGuest.on("Genoa");
        Evidence alone = new Evidence(Map.of("report", guest.signed()));
        HexFormat hex = HexFormat.of();
        String key = "amd/genoa/vcek/" + hex.formatHex(SnpGuest.CHIP) + "/" + hex.formatHex(SnpGuest.TCB);
        accepted(alone, knowing(guest, key, TestPki.encoded(guest.leaf())));
        // A certificate of another TCB version is none of this report.
        refused(
                Reason.COLLATERAL_MISSING,
                alone,
                knowing(guest, key.substring(0, key.length() - 1) + "0", TestPki.encoded(guest.leaf())));
        SnpGuest stranger = SnpGuest.ofStranger("Genoa", SnpGuest.PSS, SnpGuest.PSS);
        refused(Reason.UNTRUSTED_ROOT, alone, knowing(guest, key, TestPki.encoded(stranger.leaf())));
    }

    @Test
    void a_report_that_names_no_chip_is_looked_up_under_no_key() {
        SnpGuest hidden = SnpGuest.on("Genoa");
        hidden.put(SnpGuest.CHIP_ID, new byte[64]);
        SnpGuest loaded = SnpGuest.atProvider("Genoa");
        loaded.put(SnpGuest.CHIP_ID, SnpGuest.CHIP);
        for (SnpGuest guest : List.of(hidden, loaded)) {
            List<String> asked = new ArrayList<>();
            Terms terms = guest.terms(Map.of());
            Verdict verdict = SnpVerdicts.FORMAT.verify(
                    new Evidence(Map.of("report", guest.signed())),
                    new Terms(
                            terms.nonce(),
                            terms.at(),
                            terms.anchors(),
                            key -> {
                                asked.add(key);
                                return Optional.empty();
                            },
                            terms.policy()));
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.COLLATERAL_MISSING);
                assertThat(refused.detail()).contains("names no chip");
            });
            assertThat(asked).isEmpty();
        }
    }

    private static Terms knowing(SnpGuest guest, String key, byte[] certificate) {
        Map<String, byte[]> known = new HashMap<>(guest.collateral());
        known.put(key, certificate);
        Terms terms = guest.terms(Map.of());
        return new Terms(terms.nonce(), terms.at(), terms.anchors(), Collateral.of(known), terms.policy());
    }
}
