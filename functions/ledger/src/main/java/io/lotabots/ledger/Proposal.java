package io.lotabots.ledger;

import io.lotabots.aws.Item;

/**
 * What was proposed, for ever the same. It is open to votes from its activation, in the second in which it was proposed,
 * until its end. Votes weigh what their wallets owned at the last seal before that.
 *
 * @param id 1 or more, without gaps
 * @param wallet who proposed it
 * @param activatedAt seconds since 1970
 * @param endsAt seconds since 1970, the first second in which nobody may vote any more
 * @param snapshotEpoch the last epoch of the seal whose balances weigh
 * @param accounts that seal's list of accounts, by its digest
 */
record Proposal(
        long id,
        String wallet,
        String title,
        String description,
        long activatedAt,
        long endsAt,
        long snapshotEpoch,
        String accounts) {
    static final String ACTIVE = "active";

    private static final String PASSED = "passed";
    private static final String FAILED = "failed";
    private static final String PENDING = "pending";

    /** Longer than the function of a vote that came in time may still take to write it, in seconds. */
    private static final long LATE_SECONDS = 15;

    boolean isOpen(long now) {
        return now < endsAt;
    }

    /** Whether no vote can be counted any more, those included that came in the last second. */
    boolean isFinal(long now) {
        return now >= Math.addExact(endsAt, LATE_SECONDS);
    }

    /** {@code active}, then {@code passed} or {@code failed}. */
    String status(Tally tally, long now) {
        return isOpen(now) ? ACTIVE : result(tally);
    }

    /** {@code pending}, then {@code passed} or {@code failed}. */
    String result(Tally tally, long now) {
        return isOpen(now) ? PENDING : result(tally);
    }

    private static String result(Tally tally) {
        return tally.yes() > tally.no() ? PASSED : FAILED;
    }

    static Item key(long id) {
        return Item.of("item", number(id));
    }

    /** The number as it stands in keys: 12 digits. */
    static String number(long id) {
        return "%012d".formatted(id);
    }

    Item row() {
        return key(id).toBuilder()
                .with("wallet", wallet)
                .with("title", title)
                .with("description", description)
                .with("activated_at", activatedAt)
                .with("ends_at", endsAt)
                .with("snapshot_epoch", snapshotEpoch)
                .with("accounts", accounts)
                .build();
    }

    static Proposal of(Item row) {
        return new Proposal(
                Long.parseLong(row.text("item")),
                row.text("wallet"),
                row.text("title"),
                row.text("description"),
                row.number("activated_at"),
                row.number("ends_at"),
                row.number("snapshot_epoch"),
                row.text("accounts"));
    }
}
