package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.PythonJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Key under which copies of a fingerprint meet, as the network takes it: over what a machine shows in every run, the
 * clock's spread and the ratios between its timings, not over timings themselves.
 */
public final class EntropyHash {
    private static final int RATIO_DECIMALS = 3;
    private static final int SIMD_DIGITS = 16;

    private EntropyHash() {}

    /** SHA-256 as 64 lower-case hexadecimal digits, of any JSON; absent when none of the numbers was measured. */
    public static Optional<String> of(JsonNode fingerprint) {
        JsonNode checks = fingerprint.path("checks");
        JsonNode cache = data(checks, Check.CACHE_TIMING);
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        put(numbers, "clock_cv", data(checks, Check.CLOCK_DRIFT).path("cv"));
        put(numbers, "cache_l2_l1_ratio", cache.path("l2_l1_ratio"));
        put(numbers, "cache_l3_l2_ratio", cache.path("l3_l2_ratio"));
        put(numbers, "thermal_ratio", data(checks, Check.THERMAL_DRIFT).path("drift_ratio"));
        JsonNode jitter = data(checks, Check.INSTRUCTION_JITTER);
        double integer = Facts.number(jitter, "int_avg_ns");
        if (integer != 0) {
            numbers.put("jitter_fp_int_ratio", ratio(Facts.number(jitter, "fp_avg_ns"), integer));
            numbers.put("jitter_branch_int_ratio", ratio(Facts.number(jitter, "branch_avg_ns"), integer));
        }
        boolean measured = false;
        for (JsonNode number : numbers) {
            measured |= number.doubleValue() != 0;
        }
        if (!measured) {
            return Optional.empty();
        }
        JsonNode simd = checks.path("simd_identity").path("data");
        JsonNode named = simd.isObject() ? simd : JsonNodeFactory.instance.objectNode();
        String units = Digests.sha256Hex(PythonJson.dumpsSpaced(named)).substring(0, SIMD_DIGITS);
        return Optional.of(Digests.sha256Hex(PythonJson.dumps(numbers.put("simd_profile_hash", units))));
    }

    private static JsonNode data(JsonNode checks, Check check) {
        return checks.path(check.wireName()).path("data");
    }

    /** A number as it was sent; 0 for what is none. */
    private static void put(ObjectNode numbers, String name, JsonNode sent) {
        numbers.set(name, sent.isNumber() ? sent : JsonNodeFactory.instance.numberNode(0));
    }

    /** Rounded as Python rounds: exactly, a tie to the even digit. */
    private static double ratio(double part, double whole) {
        double ratio = part / whole;
        return Double.isFinite(ratio)
                ? new BigDecimal(ratio)
                        .setScale(RATIO_DECIMALS, RoundingMode.HALF_EVEN)
                        .doubleValue()
                : 0;
    }
}
