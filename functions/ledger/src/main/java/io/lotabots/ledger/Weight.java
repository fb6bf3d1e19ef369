package io.lotabots.ledger;

import java.math.BigDecimal;

/** Weights as they are shown: decimal numbers of units of 1e-9. */
final class Weight {
    private static final int DECIMALS = 9;

    private Weight() {}

    static BigDecimal shown(long units) {
        BigDecimal weight = BigDecimal.valueOf(units, DECIMALS).stripTrailingZeros();
        return weight.scale() < 1 ? weight.setScale(1) : weight;
    }
}
