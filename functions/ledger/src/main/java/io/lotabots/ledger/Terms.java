package io.lotabots.ledger;

import io.lotabots.platform.Chain;
import io.lotabots.platform.Env;

/**
 * The rules by which epochs are settled.
 *
 * @param graceSeconds from an epoch's end until its membership is frozen
 * @param shards over which the enrolments of an epoch are spread
 * @param journalDelayMillis how long after the time of its request a journal entry may still be written
 */
record Terms(Chain chain, long graceSeconds, int shards, long journalDelayMillis) {
    private static final int SHARDS = 64;

    /**
     * Five minutes: a request's function is stopped after ten seconds; a scheduled run is handed out again for at most
     * a minute and then runs for less than another, and clocks differ by less than a second.
     */
    private static final long JOURNAL_DELAY_MILLIS = 300_000;

    static Terms of(Env env) {
        return new Terms(Chain.of(env), env.number("GRACE_SECONDS"), SHARDS, JOURNAL_DELAY_MILLIS);
    }

    /** The last epoch whose membership no one changes any more at this second. */
    long lastDue(long second) {
        return chain.epochAt(second - graceSeconds) - 1;
    }

    /** The millisecond before which the journal is complete whenever this epoch is due. */
    long journalCut(long epoch) {
        long due = Math.addExact(chain.epochEndsAt(epoch), graceSeconds);
        return Math.max(0, Math.subtractExact(Math.multiplyExact(due, 1000L), journalDelayMillis));
    }
}
