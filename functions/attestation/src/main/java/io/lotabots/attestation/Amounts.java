package io.lotabots.attestation;

import java.math.BigDecimal;

/** How amounts are shown: micro-RTC as a decimal number of RTC with at least one decimal, exactly. */
final class Amounts {
    private Amounts() {}

    static BigDecimal rtc(long microRtc) {
        BigDecimal rtc = BigDecimal.valueOf(microRtc, 6).stripTrailingZeros();
        return rtc.scale() < 1 ? rtc.setScale(1) : rtc;
    }
}
