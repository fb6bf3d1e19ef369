package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The five numbers that tell one machine from another. Each is at least 0; 0 means not measured.
 *
 * @param clockCv coefficient of variation of the clock
 * @param cacheL1 first cache level, nanoseconds
 * @param cacheL2 second cache level, nanoseconds
 * @param thermalRatio hot over cold timing
 * @param jitterCv coefficient of variation of integer instructions
 */
public record EntropyProfile(double clockCv, double cacheL1, double cacheL2, double thermalRatio, double jitterCv) {
    /** Measured fields that a new serial number must show. */
    public static final int LEAST_MEASURED = 3;

    public EntropyProfile {
        clockCv = measured(clockCv);
        cacheL1 = measured(cacheL1);
        cacheL2 = measured(cacheL2);
        thermalRatio = measured(thermalRatio);
        jitterCv = measured(jitterCv);
    }

    private static double measured(double value) {
        return Double.isFinite(value) && value > 0 ? value : 0;
    }

    /** Reads any {@code fingerprint}; what it does not carry is 0. */
    public static EntropyProfile of(JsonNode fingerprint) {
        return of(new Fingerprint(fingerprint, fingerprint.path("checks")));
    }

    static EntropyProfile of(Fingerprint fingerprint) {
        JsonNode cache = fingerprint.data(Check.CACHE_TIMING);
        return new EntropyProfile(
                Facts.number(fingerprint.data(Check.CLOCK_DRIFT), "cv"),
                Facts.number(cache, "l1_ns"),
                Facts.number(cache, "l2_ns"),
                Facts.number(fingerprint.data(Check.THERMAL_DRIFT), "drift_ratio"),
                jitter(fingerprint.data(Check.INSTRUCTION_JITTER)));
    }

    /** The coefficient itself where a client sends it, else deviation over mean of the first kind of instruction. */
    private static double jitter(JsonNode data) {
        double sent = Facts.number(data, "cv");
        if (sent > 0) {
            return sent;
        }
        for (String kind : new String[] {"int", "fp", "branch"}) {
            double mean = Facts.number(data, kind + "_avg_ns");
            double deviation = Facts.number(data, kind + "_stdev");
            if (mean > 0 && deviation > 0) {
                return deviation / mean;
            }
        }
        return 0;
    }

    /** The fields in the order of the protocol: clock, caches, thermal, jitter. */
    double[] values() {
        return new double[] {clockCv, cacheL1, cacheL2, thermalRatio, jitterCv};
    }

    /** How many of the five fields were measured. */
    public int measured() {
        int count = 0;
        for (double value : values()) {
            count += value > 0 ? 1 : 0;
        }
        return count;
    }

    /** Whether a machine can be told by this profile: at least {@value #LEAST_MEASURED} of five fields. */
    public boolean sufficient() {
        return measured() >= LEAST_MEASURED;
    }
}
