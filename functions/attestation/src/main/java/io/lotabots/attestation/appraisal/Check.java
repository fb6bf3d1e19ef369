package io.lotabots.attestation.appraisal;

import java.util.List;

/** The six rotating fingerprint checks; the ordinal is the bit in a mask of checks. */
public enum Check {
    CLOCK_DRIFT("clock_drift"),
    CACHE_TIMING("cache_timing"),
    SIMD_BIAS("simd_bias", "simd_identity"),
    THERMAL_DRIFT("thermal_drift"),
    INSTRUCTION_JITTER("instruction_jitter"),
    ANTI_EMULATION("anti_emulation");

    private final String wireName;
    private final List<String> keys;

    Check(String wireName, String... aliases) {
        this.wireName = wireName;
        this.keys = aliases.length == 0 ? List.of(wireName) : List.of(aliases[0], wireName);
    }

    /** The name that the selector ranks and answers carry. */
    public String wireName() {
        return wireName;
    }

    /** The keys under which clients send it, in the order in which they are looked for. */
    List<String> keys() {
        return keys;
    }

    public int bit() {
        return 1 << ordinal();
    }
}
