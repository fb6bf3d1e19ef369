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

    /** The weight as a plain decimal text without idle zeros, such as {@code 2.5}. */
    static String text(long units) {
        return BigDecimal.valueOf(units, 9).stripTrailingZeros().toPlainString();
    }

    /** An entropy score, kept in units of 1e-6. */
    static double entropy(long units) {
        return BigDecimal.valueOf(units, 6).doubleValue();
    }
}
