package io.lotabots.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintValidatorTest {
    private static String reason(String device, String fingerprint) {
        Verdict verdict = FingerprintValidator.validate(Samples.json(fingerprint), Device.of(Samples.json(device)));
        assertThat(verdict.reasons().isEmpty()).isEqualTo(verdict.passed());
        return verdict.reason();
    }

    private static String with(String anti, String clock) {
        return "{'checks':{'anti_emulation':" + anti + ",'clock_drift':" + clock + "}}";
    }

    private static final String CLEAN = "{'passed':true,'data':{'paths_checked':[]}}";
    private static final String CLOCK = "{'passed':true,'data':{'cv':0.02,'samples':100}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'passed':true,'data':{'hello':1}}|anti_emulation_no_evidence",
                "{'passed':true,'data':{}}|empty_check_data:anti_emulation",
                "{'passed':true,'data':[1]}|empty_check_data:anti_emulation",
                "{'passed':true,'data':{'emulator_indicators':['uae']}}|vm_detected:['uae']",
                "{'passed':false,'data':{'dmesg_scanned':true}}|vm_detected:no_pass_verdict:[]",
                "{'passed':'yes','data':{'dmesg_scanned':true}}|vm_detected:no_pass_verdict:[]",
                "{'passed':true,'data':{'vm_indicators':[],'is_likely_vm':true}}|vm_detected:is_likely_vm",
                "false|anti_emulation_failed_bool",
                "true|valid",
                "12|missing_required_check:anti_emulation",
                "null|missing_required_check:anti_emulation"
            })
    void emulation_is_looked_for_with_evidence(String check, String reason) {
        assertThat(reason(Samples.MODERN, with(check, CLOCK))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'passed':true,'data':{'cv':0,'samples':0}}|clock_drift_no_evidence",
                "{'passed':true,'data':{'cv':0.00005}}|timing_too_uniform",
                "{'passed':true,'data':{'cv':0.0001}}|valid",
                "{'passed':false,'data':{'cv':0.1,'fail_reason':'zero'}}|clock_drift_failed:zero",
                "{'passed':true,'data':{'cv':'0.1','samples':[1,2]}}|valid",
                "{'passed':true}|empty_check_data:clock_drift",
                "'x'|missing_required_check:clock_drift"
            })
    void a_clock_must_drift(String check, String reason) {
        assertThat(reason(Samples.MODERN, with(CLEAN, check))).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "'text'", "12", "null", "true"})
    void what_is_not_an_object_is_not_a_fingerprint(String fingerprint) {
        assertThat(reason(Samples.MODERN, fingerprint)).isEqualTo("fingerprint_not_dict");
    }

    @Test
    void a_vintage_clock_that_is_too_steady_contradicts_the_claim() {
        ObjectNode fingerprint = Samples.g4Fingerprint();
        ((ObjectNode) Samples.check(fingerprint, "clock_drift").get("data")).put("cv", 0.004);
        assertThat(reason(Samples.G4, fingerprint.toString())).isEqualTo("vintage_timing_too_stable:cv=0.004");
    }

    @Test
    void a_386_may_fail_its_clock() {
        String fingerprint = with(CLEAN, "{'passed':false,'data':{'cv':0.1}}");
        assertThat(reason("{'family':'x86','arch':'386','cpu':'i386'}", fingerprint))
                .isEqualTo("valid");
    }

    @Test
    void powerpc_needs_its_brand_its_vector_unit_and_a_measured_cache() {
        assertThat(reason(Samples.G4, Samples.g4Fingerprint().toString())).isEqualTo("valid");
        assertThat(reason(Samples.G4, Samples.modernFingerprint().toString())).isEqualTo("missing_powerpc_simd:g4");
        ObjectNode noCache = Samples.g4Fingerprint();
        Samples.checks(noCache).remove("cache_timing");
        assertThat(reason(Samples.G4, noCache.toString())).isEqualTo("missing_powerpc_cache_profile:g4");
        ObjectNode x86Cache = Samples.g4Fingerprint();
        ((ObjectNode) Samples.check(x86Cache, "cache_timing").get("data")).put("arch", "x86_64");
        assertThat(reason(Samples.G4, x86Cache.toString())).isEqualTo("missing_powerpc_cache_profile:g4");
        String both = "'has_sse': true, 'has_avx': false, 'has_altivec': true, 'has_neon': false";
        assertThat(reason(Samples.G4, Samples.fingerprint(both).toString())).isEqualTo("x86_simd_on_powerpc:g4");
        assertThat(reason(
                        "{'family':'PowerPC','arch':'G4','cpu':''}",
                        Samples.g4Fingerprint().toString()))
                .isEqualTo("cpu_brand_mismatch:claims_g4");
    }

    @Test
    void details_from_a_client_are_bounded_and_plain() {
        String nasty = "<script>\\u202e" + "x".repeat(500);
        String check = "{'passed':true,'data':{'vm_indicators':['" + nasty + "','b','c','d','e','f','g','h','i','j']}}";
        String reason = reason(Samples.MODERN, with(check, CLOCK));
        assertThat(reason)
                .hasSizeLessThan(700)
                .matches("[ -~]*")
                .contains("'h'")
                .doesNotContain("'i'");
    }
}
