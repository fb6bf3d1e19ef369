package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    private static final EntropyProfile PROFILE = new EntropyProfile(0.05, 80, 96, 1.1, 0.1);

    @Test
    void a_fingerprint_is_known_again_by_what_does_not_change_with_each_run() {
        ObjectNode first = Samples.modernFingerprint();
        ObjectNode again = Samples.modernFingerprint();
        ((ObjectNode) Samples.check(again, "clock_drift").get("data"))
                .put("samples", 900)
                .put("mean_ns", 5);
        ObjectNode other = Samples.modernFingerprint();
        ((ObjectNode) Samples.check(other, "clock_drift").get("data")).put("cv", 0.0524);
        ObjectNode later = Samples.modernFingerprint().put("timestamp", 1_764_706_927);
        assertThat(FingerprintHash.of(again)).isEqualTo(FingerprintHash.of(first));
        assertThat(Set.of(FingerprintHash.of(first), FingerprintHash.of(other), FingerprintHash.of(later)))
                .hasSize(3);
    }

    @Test
    void d5_bare_boolean_checks_have_a_hash() {
        assertThat(FingerprintHash.of(Samples.json("{'checks':{'clock_drift':true}}")))
                .isNotEqualTo(FingerprintHash.of(Samples.json("{'checks':{'clock_drift':false}}")));
    }

    @Test
    void p20_equal_hashes_prove_a_copy_only_where_something_was_measured() {
        String port = "{'checks':{'ctrl_port_timing':{'passed':true,'data':{'cv':0.0042,'samples':500}}}}";
        assertThat(EntropyProfile.of(Samples.json(port)).measured()).isZero();
        assertThat(FingerprintHash.holdsMeasurement(Samples.json(port))).isTrue();
        assertThat(FingerprintHash.holdsMeasurement(
                        Samples.json("{'checks':{'thermal_drift':{'data':{'stages':[{'ns':10},{'ns':11.5}]}}}}")))
                .isTrue();
        for (String silent : List.of(
                "{'checks':{'clock_drift':true,'anti_emulation':true}}",
                "{'checks':{'anti_emulation':{'passed':true,'data':{'paths_checked':21,'vm_indicators':[]}}}}",
                "{'checks':{'clock_drift':{'passed':true,'data':{'mean_ns':25311.5,'samples':[1.5],'cv':0.0}}}}",
                "{'checks':7}",
                "{'anti_emulation':{'passed':true,'data':{'score':0.5}}}")) {
            assertThat(FingerprintHash.holdsMeasurement(Samples.json(silent)))
                    .as(silent)
                    .isFalse();
        }
    }

    @Test
    void a_profile_holds_what_was_measured() {
        EntropyProfile profile = EntropyProfile.of(Samples.modernFingerprint());
        assertThat(profile).isEqualTo(new EntropyProfile(0.0523, 80.5, 96.7, 1.07, 0.2));
        assertThat(profile.sufficient()).isTrue();
        assertThat(new EntropyProfile(0.05, 80, 0, 0, -1).sufficient()).isFalse();
        assertThat(new EntropyProfile(0.05, 80, 0, 0, -1).measured()).isEqualTo(2);
    }

    @Test
    void copies_meet_by_what_a_machine_shows_in_every_run() {
        JsonNode fingerprint = Samples.modernFingerprint();
        String key = EntropyHash.of(fingerprint).orElseThrow();
        assertThat(EntropyHash.of(changed("cache_timing", "l1_ns", 99.9))).contains(key);
        assertThat(EntropyHash.of(changed("cache_timing", "l2_l1_ratio", 1.21)))
                .isPresent()
                .get()
                .isNotEqualTo(key);
        assertThat(EntropyHash.of(changed("clock_drift", "cv", 0.0524)))
                .isPresent()
                .get()
                .isNotEqualTo(key);
        assertThat(EntropyHash.of(MissingNode.getInstance())).isEmpty();
    }

    private static JsonNode changed(String check, String field, double value) {
        JsonNode fingerprint = Samples.modernFingerprint();
        ((ObjectNode) fingerprint.path("checks").path(check).path("data")).put(field, value);
        return fingerprint;
    }

    @Test
    void both_caches_far_off_are_another_machine_and_one_is_drift() {
        EntropyComparison spoof = EntropyComparison.of(PROFILE, new EntropyProfile(0.05, 120, 140, 1.1, 0.1));
        assertThat(spoof.accepted()).isFalse();
        assertThat(spoof.reason()).isEqualTo("suspected_spoof:['cache_l1:50.0%', 'cache_l2:45.8%']");
        EntropyComparison drift = EntropyComparison.of(PROFILE, new EntropyProfile(0.05, 120, 96, 1.1, 0.1));
        assertThat(drift.accepted()).isTrue();
        assertThat(drift.reason()).isEqualTo("entropy_drift:['cache_l1:50.0%']");
    }

    @Test
    void two_profiles_are_one_machine_only_when_near_over_three_fields() {
        assertThat(EntropyComparison.of(PROFILE, PROFILE).sameMachine()).isTrue();
        assertThat(EntropyComparison.of(PROFILE, new EntropyProfile(0.05, 80, 0, 0, 0))
                        .sameMachine())
                .isFalse();
        assertThat(EntropyComparison.of(PROFILE, new EntropyProfile(0.06, 80, 96, 1.1, 0.1))
                        .sameMachine())
                .isFalse();
    }

    @Test
    void hardware_is_named_by_its_serial_number_whatever_its_case_and_address() {
        Device device = Device.of(Samples.json("{'serial':'abC1','arch':'modern','family':'x86_64','cores':4}"));
        assertThat(HardwareId.of("192.0.2.1", device, List.of()))
                .isEqualTo(HardwareId.ofSerial("ABC1", "modern"))
                .isEqualTo(HardwareId.of("192.0.2.2", device, List.of("00:11:22:33:44:55")))
                .hasSize(40);
    }

    @Test
    void hardware_without_a_serial_number_is_named_by_its_description_and_address() {
        Device device = Device.of(Samples.json("{'arch':'modern','family':'x86_64','cores':4}"));
        String id = HardwareId.of("192.0.2.1", device, List.of("b", "a"));
        assertThat(id)
                .hasSize(32)
                .isEqualTo(HardwareId.of("192.0.2.1", device, List.of("a", "b")))
                .isNotEqualTo(HardwareId.of("192.0.2.2", device, List.of("a", "b")))
                .isNotEqualTo(HardwareId.of("192.0.2.1", device, List.of("a")));
    }

    @ParameterizedTest
    @CsvSource({"ffff, 1535, ''", "03e7ff, 1999, ''", "0000, 1000, ''", "xyz, 1000, ''", "'', 1000, ''", "0a, 1010, ''"
    })
    void a_workload_is_one_to_two_thousand_iterations(String nonce, int workload) {
        assertThat(MeasurementWorkload.of(nonce)).isEqualTo(workload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "null|ABSENT",
                "{'nonce':'00ff','iterations':1255,'duration_ns':125500}|BOUND",
                "{'nonce':'00fe','iterations':1254,'duration_ns':125500}|STALE",
                "{'nonce':'00ff','iterations':1000,'duration_ns':125500}|MISMATCH",
                "{'nonce':'00ff','iterations':1255,'duration_ns':1254}|RATE_IMPLAUSIBLE",
                "{'nonce':'00ff','iterations':1255,'duration_ns':125500000001}|BOUND",
                "{'nonce':'00ff','iterations':1255,'duration_ns':999999999999}|RATE_IMPLAUSIBLE",
                "{'nonce':'00ff','iterations':1255}|MALFORMED",
                "{'nonce':'00ff','iterations':-1,'duration_ns':1}|MALFORMED",
                "{'nonce':'00ff','iterations':1.5,'duration_ns':1}|MALFORMED",
                "[1]|MALFORMED",
                "'x'|MALFORMED"
            })
    void a_binding_is_tied_to_its_challenge(String binding, MeasurementBinding state) {
        assertThat(MeasurementBinding.of(Samples.json(binding), "00ff")).isEqualTo(state);
        assertThat(state.wireName()).matches("[a-z_]+");
    }
}
