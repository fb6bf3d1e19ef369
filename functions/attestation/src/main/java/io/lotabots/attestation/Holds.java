package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The reviews of wallets. An open one stands in the wallet's profile too, where every submission sees it; both rows are
 * written together or not at all, so a wallet has at most one open review.
 */
final class Holds {
    /** How a review may begin. */
    static final Set<String> OPEN = Set.of("needs_review", "held", "escalated", "blocked");

    /** Newest reviews that a list looks through. */
    static final int MAX_READ = 1000;

    private static final String LIST = "holds";

    private final Aws aws;
    private final Table holds;
    private final Table counters;
    private final Table miners;

    Holds(Aws aws) {
        this.aws = aws;
        this.holds = aws.table("HOLDS");
        this.counters = aws.table("COUNTERS");
        this.miners = new Miners(aws).table();
    }

    /**
     * @param status one of {@link #OPEN}, or {@code released} or {@code dismissed}
     * @param coachNote what the owner of the wallet is told to do
     * @param reviewedAtEpochSecond when it was last decided upon; 0 when it never was
     */
    record Hold(
            long id,
            String wallet,
            String status,
            String reason,
            String coachNote,
            String reviewerNote,
            long createdAtEpochSecond,
            long reviewedAtEpochSecond) {
        static Hold of(Item row) {
            return new Hold(
                    row.number("id"),
                    row.text("wallet"),
                    row.text("status"),
                    row.text("reason"),
                    row.text("coach_note"),
                    row.text("reviewer_note"),
                    row.number("created_at"),
                    row.number("reviewed_at"));
        }

        Item row() {
            return key(id).with("id", id)
                    .with("wallet", wallet)
                    .with("status", status)
                    .with("reason", reason)
                    .with("coach_note", coachNote)
                    .with("reviewer_note", reviewerNote)
                    .with("created_at", createdAtEpochSecond)
                    .with("reviewed_at", reviewedAtEpochSecond);
        }

        boolean open() {
            return OPEN.contains(status);
        }

        Hold decided(String newStatus, String note, long now) {
            return new Hold(id, wallet, newStatus, reason, coachNote, note, createdAtEpochSecond, now);
        }
    }

    private static Item key(long id) {
        return Item.of("list", LIST).with("hold", String.format("%012d", id));
    }

    /** Opens a review. @throws Refusal 409 when the wallet has an open one */
    Hold open(String wallet, String status, String reason, String coachNote, long now) {
        // A store that was only primed answers no row: then the number is 0.
        long id = counters.update(
                        Item.of("counter", LIST).with("shard", "0"),
                        Expression.of("ADD #last_id :one").with(":one", 1))
                .number("last_id", 0);
        Hold hold = new Hold(id, wallet, status, reason, coachNote, "", now, 0);
        Transaction.Outcome outcome = aws.transaction()
                .put(holds, hold.row(), Expression.of("attribute_not_exists(#hold)"))
                .update(
                        miners,
                        Profile.key(wallet),
                        Expression.of("SET #hold_id = :id, #hold_status = :status, #hold_reason = :reason,"
                                        + " #hold_note = :note")
                                .with(":id", id)
                                .with(":status", status)
                                .with(":reason", reason)
                                .with(":note", coachNote),
                        Expression.of("attribute_not_exists(#hold_status)"))
                .run();
        if (!outcome.committed()) {
            throw new Refusal(409, "HOLD_EXISTS", "This wallet has an open review; resolve that one first")
                    .with("wallet", wallet);
        }
        return hold;
    }

    /** The newest reviews, newest first, of one status when one is named, among the newest {@link #MAX_READ}. */
    List<Hold> newest(Optional<String> status, int limit) {
        return holds.queryNewest("list", LIST, status.isPresent() ? MAX_READ : limit).stream()
                .map(Hold::of)
                .filter(hold -> status.isEmpty() || hold.status.equals(status.get()))
                .limit(limit)
                .toList();
    }

    /**
     * Decides over an open review.
     *
     * @throws Refusal 404 when there is none of this number, 409 when it is closed or someone else decided meanwhile
     */
    Hold decide(long id, String newStatus, String note, long now) {
        Hold before = holds.get(key(id))
                .map(Hold::of)
                .orElseThrow(
                        () -> new Refusal(404, "HOLD_NOT_FOUND", "There is no review of this number").with("id", id));
        if (!before.open()) {
            throw new Refusal(409, "HOLD_CLOSED", "This review is closed: " + before.status).with("id", id);
        }
        Hold after = before.decided(newStatus, note, now);
        Transaction.Outcome outcome = aws.transaction()
                .put(
                        holds,
                        after.row(),
                        Expression.of("#status = :before AND #reviewed_at = :at")
                                .with(":before", before.status)
                                .with(":at", before.reviewedAtEpochSecond))
                .update(
                        miners,
                        Profile.key(before.wallet),
                        after.open()
                                ? Expression.of("SET #hold_status = :status").with(":status", newStatus)
                                : Expression.of("REMOVE #hold_id, #hold_status, #hold_reason, #hold_note"),
                        Expression.of("#hold_id = :id").with(":id", id))
                .run();
        if (!outcome.committed()) {
            throw new Refusal(409, "HOLD_CHANGED", "Someone else decided meanwhile; look at it and try again")
                    .with("id", id);
        }
        return after;
    }
}
