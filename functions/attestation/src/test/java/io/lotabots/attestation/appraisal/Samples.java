package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Attestations to vary in tests; JSON may be written with single quotes. */
final class Samples {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static final String MODERN = "{'family':'x86_64','arch':'modern','cpu':'AMD Ryzen 5 8645HS','cores':6}";
    static final String G4 = "{'family':'PowerPC','arch':'G4','cpu':'PowerPC G4 7450','machine':'ppc','cores':1}";

    private Samples() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /** A complete fingerprint of real hardware, with the vector units given. */
    static ObjectNode fingerprint(String units) {
        return (ObjectNode) json("""
                {'all_passed': true, 'checks': {
                  'clock_drift': {'passed': true, 'data': {'cv': 0.0523, 'drift_stdev': 11, 'samples': 200}},
                  'cache_timing': {'passed': true, 'data': {'l1_ns': 80.5, 'l2_ns': 96.7, 'l2_l1_ratio': 1.2}},
                  'simd_identity': {'passed': true, 'data': {%s, 'simd_flags_count': 4}},
                  'thermal_drift': {'passed': true, 'data': {'drift_ratio': 1.07}},
                  'instruction_jitter': {'passed': true, 'data': {'int_avg_ns': 10, 'int_stdev': 2}},
                  'anti_emulation': {'passed': true, 'data': {'vm_indicators': [], 'is_likely_vm': false}}}}
                """.formatted(units));
    }

    static ObjectNode modernFingerprint() {
        return fingerprint("'has_sse': true, 'has_avx': true, 'has_altivec': false, 'has_neon': false");
    }

    static ObjectNode g4Fingerprint() {
        return fingerprint("'has_sse': false, 'has_avx': false, 'has_altivec': true, 'has_neon': false");
    }

    static ObjectNode check(ObjectNode fingerprint, String name) {
        return (ObjectNode) fingerprint.get("checks").get(name);
    }

    static ObjectNode checks(ObjectNode fingerprint) {
        return (ObjectNode) fingerprint.get("checks");
    }

    static AttestedFacts facts(String device, JsonNode fingerprint) {
        return new AttestedFacts(
                json(device), json("{'hostname':'attic'}"), fingerprint, true, TemporalHistory.EMPTY, null, 0);
    }
}
