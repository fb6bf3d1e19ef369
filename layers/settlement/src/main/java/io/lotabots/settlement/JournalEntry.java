package io.lotabots.settlement;

/**
 * One step of one movement of money, immutable, written in the same transaction as what it tells of. Replaying every
 * entry and every epoch rebuilds all wallets.
 *
 * @param atMillis when the step was taken, milliseconds since 1970 by the server's clock
 * @param txHash 32 lower-case hexadecimal digits; its first digit chooses the journal's shard
 * @param from the wallet that pays; empty for {@link Step#GENESIS}
 * @param to the wallet that is paid
 * @param amount micro-RTC, above 0
 * @param unfolded earned micro-RTC that the sender's base took in with this step; 0 except for {@link Step#SUBMIT}
 * @param folded the sender's earned micro-RTC taken in so far, after this step; 0 except for {@link Step#SUBMIT}
 * @param nonce the nonce that the sender used up; 0 where no signature moved the money
 */
public record JournalEntry(
        long atMillis,
        Step step,
        String txHash,
        String from,
        String to,
        long amount,
        long unfolded,
        long folded,
        long nonce) {
    /** Shards over which entries are spread. */
    public static final int SHARDS = 16;

    /** What happened to the money. */
    public enum Step {
        /** Supply enters by the stage's allocation: to the receiver's base. */
        GENESIS,
        /** From the sender's base to its encumbered amount. */
        SUBMIT,
        /** From the sender's encumbered amount to the receiver's base. */
        CONFIRM,
        /** From the sender's encumbered amount back to its base. */
        VOID
    }

    /** Where in its shard the entry stands: entries sort by time. */
    public String key() {
        return "%013d#%s#%s".formatted(atMillis, txHash, step);
    }

    /** The shard, 0 to 15. */
    public int shard() {
        return Character.digit(txHash.charAt(0), 16);
    }
}
