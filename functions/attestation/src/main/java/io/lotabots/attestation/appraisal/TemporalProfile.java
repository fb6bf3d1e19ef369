package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The four metrics of a fingerprint that are followed from one attestation to the next. Each is finite; 0 or less means
 * not measured.
 *
 * @param clockDriftCv coefficient of variation of the clock, a ratio
 * @param thermalVariance ratio of hot to cold timing
 * @param jitterCv coefficient of variation of instruction timing, a ratio
 * @param cacheHierarchyRatio ratio of second to first cache level timing
 */
public record TemporalProfile(
        double clockDriftCv, double thermalVariance, double jitterCv, double cacheHierarchyRatio) {

    public TemporalProfile {
        clockDriftCv = measured(clockDriftCv);
        thermalVariance = measured(thermalVariance);
        jitterCv = measured(jitterCv);
        cacheHierarchyRatio = measured(cacheHierarchyRatio);
    }

    private static double measured(double metric) {
        return Double.isFinite(metric) && metric > 0 ? metric : 0;
    }

    static TemporalProfile of(Fingerprint fingerprint) {
        EntropyProfile entropy = EntropyProfile.of(fingerprint);
        JsonNode cache = fingerprint.data(Check.CACHE_TIMING);
        return new TemporalProfile(
                entropy.clockCv(), entropy.thermalRatio(), entropy.jitterCv(), Facts.number(cache, "l2_l1_ratio"));
    }

    /** Whether anything was measured. */
    public boolean measured() {
        return clockDriftCv > 0 || thermalVariance > 0 || jitterCv > 0 || cacheHierarchyRatio > 0;
    }
}
