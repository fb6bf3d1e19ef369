package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Weights as integers in units of 1e-9. */
public final class WeightUnits {
    /** Decimal places of a unit. */
    public static final int SCALE = 9;

    /** The weight 1. */
    public static final long ONE = 1_000_000_000L;

    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE).movePointLeft(SCALE);

    private WeightUnits() {}

    /** The units of a decimal weight, rounded half up; 0 for a negative one, the largest long for one beyond it. */
    public static long of(BigDecimal weight) {
        if (weight.signum() <= 0) {
            return 0;
        }
        // The comparison bounds the work: a number such as 1e999999999 is never expanded.
        if (weight.compareTo(MAX) >= 0) {
            return Long.MAX_VALUE;
        }
        if (weight.precision() - weight.scale() < -SCALE) {
            return 0;
        }
        return weight.movePointRight(SCALE).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** The units of a JSON number; 0 for anything else. */
    public static long of(JsonNode weight) {
        if (!weight.isNumber()) {
            return 0;
        }
        if (weight.isFloat() || weight.isDouble()) {
            return Double.isFinite(weight.doubleValue()) ? of(BigDecimal.valueOf(weight.doubleValue())) : 0;
        }
        return of(weight.decimalValue());
    }

    /** The decimal weight of units, exact, without trailing zeros. */
    public static BigDecimal decimal(long units) {
        return units == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(units, SCALE).stripTrailingZeros();
    }

    /** {@code units * ratio}, rounded half up, exact. */
    public static long times(long units, ActiveRatio ratio) {
        long twice = Math.multiplyExact(2, Math.multiplyExact(units, (long) ratio.passed()));
        return Math.addExact(twice, ratio.total()) / (2L * ratio.total());
    }
}
