package io.lotabots.clients.wallet;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.crypto.Rtc;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Amounts of RTC as people write and read them: exact decimals, never floating point. */
final class Amount {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,13})(?:\\.(\\d{1,40}))?");
    private static final int DECIMALS = 6;

    private Amount() {}

    /**
     * The micro-RTC in a written amount.
     *
     * @throws PlainError when it is no plain decimal, has more than 6 decimals, is 0, or more than there is
     */
    static long micro(String written) {
        var match = SHAPE.matcher(written);
        if (!match.matches()) {
            throw new PlainError("the amount must be a number of RTC like 2 or 0.25, got "
                    + (written.isEmpty() ? "nothing" : NodeAnswer.printable(written)));
        }
        var decimals = Optional.ofNullable(match.group(2)).orElse("");
        if (decimals.length() > DECIMALS) {
            throw new PlainError("the amount has " + decimals.length()
                    + " decimals; the smallest part of an RTC is 0.000001, 6 decimals");
        }
        long micro = Rtc.micro(new BigDecimal(written));
        if (micro == 0) {
            throw new PlainError("the amount must be above 0");
        }
        if (micro > Rtc.SUPPLY) {
            throw new PlainError("the amount is more than all RTC there will ever be, " + shown(Rtc.SUPPLY));
        }
        return micro;
    }

    /** Micro-RTC as RTC. */
    static String shown(long micro) {
        return Rtc.shown(micro).toPlainString();
    }

    /** An amount in an answer, in micro-RTC: of a field of whole micro-RTC, else of one of RTC. */
    static OptionalLong of(NodeAnswer answer, String microField, String rtcField) {
        var micro = answer.whole(microField);
        var rtc = answer.body().path(rtcField);
        if (micro.isPresent() || !rtc.isNumber()) {
            return micro;
        }
        try {
            return OptionalLong.of(Rtc.micro(rtc.decimalValue()));
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
