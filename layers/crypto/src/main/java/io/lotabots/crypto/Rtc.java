package io.lotabots.crypto;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of money: whole micro-RTC inside, decimal numbers of RTC with at most six decimals outside. Exact. */
public final class Rtc {
    /** Micro-RTC in one RTC. */
    public static final long MICRO = 1_000_000;

    /** All there will ever be, in micro-RTC: 2^23 RTC. */
    public static final long SUPPLY = 8_388_608 * MICRO;

    private static final int DECIMALS = 6;

    private Rtc() {}

    /** An amount as it is shown: RTC with one to six decimals. */
    public static BigDecimal shown(long micro) {
        BigDecimal rtc = BigDecimal.valueOf(micro, DECIMALS).stripTrailingZeros();
        return rtc.scale() < 1 ? rtc.setScale(1) : rtc;
    }

    /**
     * The whole micro-RTC in an amount of RTC; what lies beyond the sixth decimal is cut off.
     *
     * @throws ArithmeticException when that is more than 64 bits hold
     */
    public static long micro(BigDecimal rtc) {
        return rtc.movePointRight(DECIMALS).setScale(0, RoundingMode.DOWN).longValueExact();
    }
}
