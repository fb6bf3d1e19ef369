package io.lotabots.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.Rtc;
import java.math.BigDecimal;

/** Amounts in micro-RTC, shown to the last of their 6 places. */
final class Money {
    private static final int PLACES = 6;

    private Money() {}

    static String shown(long micro) {
        return BigDecimal.valueOf(micro, PLACES).toPlainString();
    }

    /** Micro-RTC of a JSON number of RTC. @throws Discrepancy when it is none, or has more places */
    static long micro(JsonNode rtc) {
        try {
            return Rtc.micro(rtc.decimalValue());
        } catch (ArithmeticException e) {
            throw new Discrepancy("an amount of RTC was expected, got " + rtc);
        }
    }
}
