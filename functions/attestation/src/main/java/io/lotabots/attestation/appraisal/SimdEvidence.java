package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The vector units that a fingerprint shows.
 *
 * @param x86 SSE or AVX
 * @param sse SSE
 * @param avx AVX
 * @param powerPc AltiVec or VSX
 * @param arm NEON
 * @param complete the check passed and answers for every unit, with a count of flags
 */
record SimdEvidence(boolean x86, boolean sse, boolean avx, boolean powerPc, boolean arm, boolean complete) {
    static SimdEvidence of(Fingerprint fingerprint) {
        JsonNode check = fingerprint.check(Check.SIMD_BIAS);
        JsonNode data = check.path("data");
        boolean sse = Facts.isTrue(data, "has_sse");
        boolean avx = Facts.isTrue(data, "has_avx");
        boolean features = data.path("x86_features").isArray()
                && !data.path("x86_features").isEmpty();
        boolean complete = Facts.isTrue(check, "passed")
                && data.path("has_sse").isBoolean()
                && data.path("has_avx").isBoolean()
                && data.path("has_altivec").isBoolean()
                && data.path("has_neon").isBoolean()
                && data.path("simd_flags_count").isIntegralNumber();
        return new SimdEvidence(
                sse || avx || features,
                sse,
                avx,
                Facts.isTrue(data, "has_altivec") || Facts.isTrue(data, "has_vsx"),
                Facts.isTrue(data, "has_neon"),
                complete);
    }
}
