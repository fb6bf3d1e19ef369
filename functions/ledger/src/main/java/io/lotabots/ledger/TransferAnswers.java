package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** What the endpoints that move money have in common. */
final class TransferAnswers {
    private static final long WINDOW_SECONDS = 60;
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

    private TransferAnswers() {}

    static Transfers transfers(Aws aws) {
        return new Transfers(new DynamoStore(aws), aws.env().number("CONFIRMATION_SECONDS"));
    }

    /**
     * How often one client address may try to move money.
     *
     * @param name names what is counted, apart from others
     */
    static RateLimit limit(Aws aws, String name) {
        return new RateLimit(
                aws.table("LIMITS"),
                name,
                Math.toIntExact(aws.env().number("TRANSFERS_PER_ADDRESS_PER_MINUTE")),
                WINDOW_SECONDS,
                "TRANSFER_RATE_LIMIT");
    }

    /** {@code pending}, {@code confirmed} or {@code voided}. */
    static String status(Transfer transfer) {
        return transfer.status().name().toLowerCase(Locale.ROOT);
    }

    static BigDecimal hours(long seconds) {
        BigDecimal hours = BigDecimal.valueOf(seconds)
                .divide(HOUR, 4, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return hours.scale() < 1 ? hours.setScale(1, RoundingMode.UNNECESSARY) : hours;
    }

    static String message(Transfer transfer, long now) {
        long left = transfer.dueAt() - now;
        return left <= 0
                ? "Transfer is pending and due; it is confirmed within a minute."
                : "Transfer is pending and will be confirmed in " + left + " seconds, unless it is voided.";
    }

    static Refusal insufficient(Balance balance, long amount) {
        return new Refusal(400, "INSUFFICIENT_BALANCE", "The wallet has not so much that is free to spend")
                .with("error", "Insufficient available balance")
                .with("balance_rtc", Rtc.shown(balance.total()))
                .with("pending_debits_rtc", Rtc.shown(balance.wallet().encumbered()))
                .with("available_rtc", Rtc.shown(balance.available()))
                .with("requested_rtc", Rtc.shown(amount));
    }

    /** Nothing registers beacon identities here: none has a wallet. */
    static Refusal unknownBeacon(String field) {
        return new Refusal(404, "BEACON_NOT_FOUND", "No identity is registered under this beacon address")
                .with("error", "beacon_not_found")
                .with("field", field);
    }
}
