package io.lotabots.ledger;

import io.lotabots.aws.Item;
import java.math.BigInteger;

/**
 * One wallet's vote on a proposal, given once and for ever.
 *
 * @param choice {@code yes} or {@code no}
 * @param balance micro-RTC that the wallet owned at the proposal's seal
 * @param multiplier of its hardware when it voted, in units of 1e-9
 * @param at seconds since 1970
 */
record Vote(long proposal, String wallet, String choice, long balance, long multiplier, long at) {
    static final String YES = "yes";
    static final String NO = "no";

    private static final BigInteger ONE = BigInteger.valueOf(1_000_000_000);

    /** What it weighs: balance times multiplier in whole micro-RTC, what is beyond cut off. */
    long weight() {
        return BigInteger.valueOf(balance)
                .multiply(BigInteger.valueOf(multiplier))
                .divide(ONE)
                .longValueExact();
    }

    /** Its row, without what proves it. */
    Item row() {
        return Item.of("proposal", Proposal.number(proposal)).toBuilder()
                .with("entry", wallet)
                .with("choice", choice)
                .with("balance", balance)
                .with("multiplier", multiplier)
                .with("at", at)
                .build();
    }

    static Vote of(Item row) {
        return new Vote(
                Long.parseLong(row.text("proposal")),
                row.text("entry"),
                row.text("choice"),
                row.number("balance"),
                row.number("multiplier"),
                row.number("at"));
    }
}
