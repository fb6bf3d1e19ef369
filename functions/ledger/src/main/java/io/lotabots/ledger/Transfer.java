package io.lotabots.ledger;

/**
 * A movement of money from one wallet to another, pending until it is confirmed or voided, once and for ever.
 *
 * @param txHash 32 lower-case hexadecimal digits
 * @param pendingId at first the number of the first 52 bits of {@code txHash}, the next free one when that is taken
 * @param amount micro-RTC, above 0
 * @param nonce the sender's nonce; 0 when an operator moves the money
 * @param content digest of what was asked for, which tells a repetition from another request of the same key
 * @param submittedAt seconds since 1970
 * @param dueAt seconds since 1970 from which it may be confirmed
 * @param decidedAt seconds since 1970 at which it was confirmed or voided, 0 while pending
 * @param decidedBy who voided it, empty otherwise
 * @param decision why it was voided, empty otherwise
 */
public record Transfer(
        String txHash,
        long pendingId,
        String from,
        String to,
        long amount,
        String memo,
        long nonce,
        String content,
        long submittedAt,
        long dueAt,
        Status status,
        long decidedAt,
        String decidedBy,
        String decision) {
    /** Bits of a transaction's hash that name it to operators: what a double holds exactly. */
    static final int PENDING_ID_BITS = 52;

    /** Where a transfer stands. */
    public enum Status {
        PENDING,
        CONFIRMED,
        VOIDED
    }

    /** The number that operators call this transfer by, unless another transfer has it. */
    static long pendingId(String txHash) {
        return Long.parseLong(txHash.substring(0, PENDING_ID_BITS / 4), 16);
    }

    Transfer numbered(long number) {
        return new Transfer(
                txHash,
                number,
                from,
                to,
                amount,
                memo,
                nonce,
                content,
                submittedAt,
                dueAt,
                status,
                decidedAt,
                decidedBy,
                decision);
    }

    Transfer confirmed(long atSecond) {
        return decided(Status.CONFIRMED, atSecond, "", "");
    }

    Transfer voided(long atSecond, String by, String why) {
        return decided(Status.VOIDED, atSecond, by, why);
    }

    private Transfer decided(Status now, long atSecond, String by, String why) {
        return new Transfer(
                txHash, pendingId, from, to, amount, memo, nonce, content, submittedAt, dueAt, now, atSecond, by, why);
    }
}
