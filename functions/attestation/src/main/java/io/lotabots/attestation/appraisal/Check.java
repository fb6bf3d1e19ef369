package io.lotabots.attestation.appraisal;

import java.util.List;

/** The six rotating fingerprint checks. */
public enum Check {
    CLOCK_DRIFT(1, "clock_drift", "clock_drift"),
    CACHE_TIMING(2, "cache_timing", "cache_timing"),
    SIMD_BIAS(4, "simd_bias", "simd_identity"),
    THERMAL_DRIFT(8, "thermal_drift", "thermal_drift"),
    INSTRUCTION_JITTER(16, "instruction_jitter", "instruction_jitter"),
    ANTI_EMULATION(32, "anti_emulation", "anti_emulation");

    private final int bit;
    private final String wireName;
    private final String usualKey;

    Check(int bit, String wireName, String usualKey) {
        this.bit = bit;
        this.wireName = wireName;
        this.usualKey = usualKey;
    }

    /** The bit in a mask of checks. Masks are stored, so it never changes. */
    public int bit() {
        return bit;
    }

    /** The name that the selector ranks and answers carry. */
    public String wireName() {
        return wireName;
    }

    /** The keys under which clients send it, in the order in which they are looked for. */
    List<String> keys() {
        return usualKey.equals(wireName) ? List.of(wireName) : List.of(usualKey, wireName);
    }
}
