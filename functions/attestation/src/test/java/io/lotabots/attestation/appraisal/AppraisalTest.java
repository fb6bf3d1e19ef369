package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppraisalTest {
    private static final String HASH = "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a";

    private static Appraisal appraise(String device, JsonNode fingerprint) {
        return Appraisal.of(Samples.facts(device, fingerprint));
    }

    private static Appraisal appraise(String hostname, JsonNode fingerprint, long virtualWeight) {
        return Appraisal.of(new AttestedFacts(
                Samples.json(Samples.MODERN),
                Samples.json("{'hostname':'" + hostname + "'}"),
                fingerprint,
                true,
                TemporalHistory.EMPTY,
                null,
                virtualWeight));
    }

    @Test
    void a_modern_machine_weighs_eight_tenths() {
        Appraisal appraisal = appraise(Samples.MODERN, Samples.modernFingerprint());
        assertThat(appraisal.weight()).isEqualTo(800_000_000);
        assertThat(appraisal.passed()).isTrue();
        assertThat(appraisal.reason()).isEqualTo("valid");
        assertThat(appraisal.reasonCodes()).isEmpty();
        assertThat(appraisal.passedMask()).isEqualTo(0b111111);
        assertThat(appraisal.countedMask()).isEqualTo(0b111111);
    }

    @Test
    void a_powerpc_g4_has_half_its_bonus_at_first_and_all_of_it_after_three_measurements() {
        ObjectNode fingerprint = Samples.g4Fingerprint();
        TemporalHistory history = TemporalHistory.EMPTY;
        long[] weights = new long[3];
        for (int i = 0; i < 3; i++) {
            ((ObjectNode) Samples.check(fingerprint, "clock_drift").get("data")).put("cv", 0.05 + i * 0.01);
            ((ObjectNode) Samples.check(fingerprint, "thermal_drift").get("data")).put("drift_ratio", 1.1 + i * 0.1);
            ((ObjectNode) Samples.check(fingerprint, "cache_timing").get("data")).put("l2_l1_ratio", 1.2 + i * 0.1);
            ((ObjectNode) Samples.check(fingerprint, "instruction_jitter").get("data")).put("int_stdev", 2 + i);
            Appraisal appraisal = Appraisal.of(new AttestedFacts(
                    Samples.json(Samples.G4), Samples.json("{}"), fingerprint, true, history, null, 0));
            history = appraisal.history();
            weights[i] = appraisal.weight();
        }
        assertThat(weights).containsExactly(1_750_000_000L, 1_750_000_000L, 2_500_000_000L);
    }

    @Test
    void an_apple_m1_at_first_weighs_one_and_a_tenth() {
        Appraisal appraisal = appraise(
                "{'family':'Apple Silicon','arch':'M1','cpu':'Apple M1','machine':'arm64'}",
                Samples.fingerprint("'has_sse': false, 'has_avx': false, 'has_altivec': false, 'has_neon': true"));
        assertThat(appraisal.weight()).isEqualTo(1_100_000_000);
    }

    @Test
    void a_soft_cache_failure_costs_one_check_of_six() {
        ObjectNode fingerprint = Samples.modernFingerprint().put("all_passed", false);
        Samples.check(fingerprint, "cache_timing").put("passed", false);
        Appraisal appraisal = appraise(Samples.MODERN, fingerprint);
        assertThat(appraisal.reason()).isEqualTo("soft_checks_warn:['cache_timing']");
        assertThat(appraisal.weight()).isEqualTo(666_666_667);
    }

    @Test
    void two_checks_of_six_give_a_third() {
        ObjectNode fingerprint = Samples.modernFingerprint();
        Samples.checks(fingerprint).retain("clock_drift", "anti_emulation");
        assertThat(appraise(Samples.MODERN, fingerprint).weight()).isEqualTo(266_666_667);
    }

    @Test
    void a_previous_block_lets_four_checks_count() {
        AttestedFacts facts = new AttestedFacts(
                Samples.json(Samples.MODERN),
                Samples.json("{}"),
                Samples.modernFingerprint(),
                true,
                TemporalHistory.EMPTY,
                HASH,
                0);
        Appraisal appraisal = Appraisal.of(facts);
        assertThat(appraisal.ratio()).isEqualTo(new ActiveRatio(4, 4));
        assertThat(appraisal.active())
                .containsExactly(
                        Check.ANTI_EMULATION, Check.INSTRUCTION_JITTER, Check.CLOCK_DRIFT, Check.THERMAL_DRIFT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-host", "QEMU", "pve1", "my.docker.local"})
    void p22_a_virtual_machine_weighs_nothing_whatever_the_client_says(String hostname) {
        Appraisal appraisal = appraise(hostname, Samples.modernFingerprint(), 0);
        assertThat(appraisal.verdict().passed()).isTrue();
        assertThat(appraisal.passed()).isFalse();
        assertThat(appraisal.virtual()).isTrue();
        assertThat(appraisal.reasonCodes()).containsExactly("server_vm_check");
        assertThat(appraisal.weight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lawsuit", "outlaws", "improve", "DESKTOP-3AWS7Q2", "maxenergy", "luaed", "gcenter"})
    void p22_a_part_of_a_word_is_no_evidence(String hostname) {
        assertThat(appraise(hostname, Samples.modernFingerprint(), 0).weight()).isEqualTo(800_000_000);
    }

    @Test
    void virtual_hardware_is_paid_by_the_setting_only_when_nothing_else_fails() {
        ObjectNode client = Samples.modernFingerprint().put("all_passed", false);
        Samples.check(client, "anti_emulation").put("passed", false);
        ((ObjectNode) Samples.check(client, "anti_emulation").get("data"))
                .put("is_likely_vm", true)
                .putArray("vm_indicators")
                .add("hypervisor");
        assertThat(appraise("attic", client, 1_000).weight()).isEqualTo(1_000);
        assertThat(appraise("kvm", client, 1_000).weight()).isEqualTo(1_000);
        assertThat(appraise("kvm", Samples.modernFingerprint(), 1_000).weight()).isEqualTo(1_000);
        assertThat(appraise("kvm", client, 0).weight()).isZero();

        ObjectNode alsoWrong = client.deepCopy();
        Samples.check(alsoWrong, "thermal_drift").put("passed", false);
        Appraisal refused = appraise("kvm", alsoWrong, 1_000);
        assertThat(refused.weight()).isZero();
        assertThat(refused.reasonCodes()).containsExactly("vm_detected", "checks_failed", "server_vm_check");
    }

    @Test
    void a_setting_for_virtual_hardware_pays_no_failed_real_machine() {
        ObjectNode fingerprint = Samples.modernFingerprint();
        Samples.checks(fingerprint).remove("clock_drift");
        assertThat(appraise("attic", fingerprint, 1_000).weight()).isZero();
    }

    @Test
    void d24_a_client_that_repeats_one_measurement_is_neither_frozen_nor_fully_trusted() {
        TemporalHistory history = TemporalHistory.EMPTY;
        for (int i = 0; i < 5; i++) {
            Appraisal appraisal = Appraisal.of(new AttestedFacts(
                    Samples.json(Samples.G4), Samples.json("{}"), Samples.g4Fingerprint(), true, history, null, 0));
            history = appraisal.history();
            assertThat(appraisal.review().flagged()).isFalse();
            assertThat(appraisal.weight()).isEqualTo(1_750_000_000);
        }
        assertThat(history.samples()).hasSize(1);
    }

    @Test
    void a_micro_class_is_not_asked_for_what_it_cannot_measure() {
        JsonNode fingerprint = Samples.json("{'checks':{'anti_emulation':{'passed':true,"
                + "'data':{'paths_checked':[]}},'clock_drift':{'passed':true,'data':{'cv':0.02}}}}");
        Appraisal appraisal = appraise("{'family':'MOS','arch':'6502','cpu':'6502'}", fingerprint);
        assertThat(appraisal.ratio()).isEqualTo(new ActiveRatio(2, 2));
        assertThat(appraisal.weight()).isEqualTo(1_750_000_000);
    }

    @Test
    void a_console_proves_itself_over_its_controller_port() {
        JsonNode fingerprint = Samples.json("{'bridge_type':'pico_serial','checks':{'ctrl_port_timing':"
                + "{'passed':true,'data':{'cv':0.01}},'clock_drift':{'passed':true,'data':{'cv':0.02}}}}");
        Appraisal appraisal = appraise("{'family':'console','arch':'nes_6502','cpu':'Ricoh 2A03'}", fingerprint);
        assertThat(appraisal.reason()).isEqualTo("valid");
        assertThat(appraisal.weight()).isEqualTo(1_900_000_000);
    }

    @Test
    void p33_a_console_that_cannot_read_a_clock_is_not_one_whose_clock_failed() {
        String console = "{'family':'console','arch':'nes_6502','cpu':'Ricoh 2A03'}";
        String port = "'ctrl_port_timing':{'passed':true,'data':{'cv':0.01}}";
        Appraisal without = appraise(console, Samples.json("{'checks':{" + port + "}}"));
        assertThat(without.ratio()).isEqualTo(new ActiveRatio(1, 1));
        assertThat(without.weight()).isEqualTo(1_900_000_000);

        Appraisal failed = appraise(
                console, Samples.json("{'checks':{" + port + ",'clock_drift':{'passed':false,'data':{'cv':0.01}}}}"));
        assertThat(failed.weight()).isZero();

        Appraisal noPort = appraise(
                console, Samples.json("{'checks':{'anti_emulation':{'passed':true,'data':{'paths_checked':1}}}}"));
        assertThat(noPort.ratio()).isEqualTo(new ActiveRatio(1, 2));
    }

    @Test
    void p26_bare_booleans_are_claims_and_flat_micro_payloads_are_read() {
        Appraisal booleans = appraise(
                Samples.MODERN,
                Samples.json("{'checks':{'clock_drift':true,'cache_timing':true,'simd_bias':true,'thermal_drift':true,"
                        + "'instruction_jitter':true,'anti_emulation':true},'all_passed':true}"));
        assertThat(booleans.reason()).isEqualTo("valid");
        assertThat(booleans.weight()).isEqualTo(800_000_000);

        Appraisal flat = appraise(
                "{'family':'MOS','arch':'6502','cpu':'6502'}",
                Samples.json("{'anti_emulation':{'passed':true,'data':{'paths_checked':1}},'all_passed':false}"));
        assertThat(flat.reason()).isEqualTo("valid");

        Appraisal bare = appraise("{'family':'x86','arch':'386','cpu':'i386'}", Samples.json("{'cycles':12}"));
        assertThat(bare.reason()).isEqualTo("micro_insufficient_native_evidence");
        assertThat(bare.weight()).isZero();
    }

    @Test
    void p25_the_same_facts_give_the_same_appraisal() {
        assertThat(appraise(Samples.G4, Samples.g4Fingerprint()))
                .isEqualTo(appraise(Samples.G4, Samples.g4Fingerprint().deepCopy()));
    }

    @Test
    void a_negative_setting_is_refused() {
        assertThatThrownBy(() -> appraise("attic", Samples.modernFingerprint(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("virtualHardwareWeight must be 0 or more units of 1e-9, got -1");
    }

    @Test
    void checks_are_named_as_on_the_wire() {
        assertThat(ActiveChecks.names(ActiveChecks.select(null)))
                .isEqualTo(List.of(
                        "clock_drift",
                        "cache_timing",
                        "simd_bias",
                        "thermal_drift",
                        "instruction_jitter",
                        "anti_emulation"));
        assertThat(ActiveChecks.ofMask(0b100001)).containsExactlyInAnyOrder(Check.CLOCK_DRIFT, Check.ANTI_EMULATION);
    }
}
