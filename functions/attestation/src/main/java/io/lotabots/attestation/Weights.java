package io.lotabots.attestation;

import java.math.BigDecimal;

/** How weights are shown: units of 1e-9 as a decimal number. */
final class Weights {
    /** Units of a weight of 1. */
    static final long ONE = 1_000_000_000L;

    private Weights() {}

    static double shown(long units) {
        return BigDecimal.valueOf(units, 9).doubleValue();
    }
}
