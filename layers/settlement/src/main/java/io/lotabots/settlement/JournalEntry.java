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
    private static final int FIELDS = 9;

    /** Stands in a line for no sender: no identity has this character. */
    private static final String NOBODY = "*";

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

    /** Before the key of every entry of this millisecond and of later ones, after those of all earlier ones. */
    public static String keyFrom(long atMillis) {
        return "%013d".formatted(atMillis);
    }

    /** The line {@code millisecond hash step from to amount unfolded folded nonce}. */
    void write(StringBuilder out) {
        out.append(atMillis).append(' ').append(txHash).append(' ').append(step).append(' ');
        out.append(from.isEmpty() ? NOBODY : from)
                .append(' ')
                .append(to)
                .append(' ')
                .append(amount);
        out.append(' ').append(unfolded).append(' ').append(folded).append(' ');
        out.append(nonce).append('\n');
    }

    static JournalEntry read(Line line) {
        line.requireFields(FIELDS);
        return new JournalEntry(
                line.number(0),
                step(line),
                line.text(1),
                line.text(3).equals(NOBODY) ? "" : line.identity(3),
                line.identity(4),
                line.number(5),
                line.number(6),
                line.number(7),
                line.number(8));
    }

    private static Step step(Line line) {
        for (Step step : Step.values()) {
            if (step.name().equals(line.text(2))) {
                return step;
            }
        }
        throw line.wrong("names no step: " + Malformed.shown(line.text(2)));
    }
}
