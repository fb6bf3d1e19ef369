package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;

/**
 * TPMS_CLOCK_INFO (Part 2, section 10.11.1).
 *
 * @param clock milliseconds for which the TPM had power
 * @param resetCount restarts, modulo 2^32, from a start that differs per key
 * @param restartCount resumes since the last restart, modulo 2^32, likewise
 * @param safe false while the clock may be behind a value that was told before, after power went without a shutdown
 */
public record TpmClock(long clock, long resetCount, long restartCount, boolean safe) {
    static TpmClock read(Reader reader) throws EvidenceRefused {
        long clock = reader.u64be("clock");
        long resets = reader.u32be("resetCount");
        long restarts = reader.u32be("restartCount");
        int safe = reader.u8("safe");
        if (safe > 1) {
            throw new EvidenceRefused(Reason.MALFORMED, "TPMS_ATTEST: safe is 0 or 1, got " + safe);
        }
        return new TpmClock(clock, resets, restarts, safe == 1);
    }

    /**
     * Refuses a quote that was made before another one of the same key: the state it tells is of the past.
     *
     * @throws EvidenceRefused CLOCK_WENT_BACK
     */
    public void requireNotBefore(TpmClock last) throws EvidenceRefused {
        int resets = (int) (resetCount - last.resetCount);
        if (resets < 0) {
            throw wentBack("resetCount", last.resetCount, resetCount);
        }
        if (resets == 0 && (int) (restartCount - last.restartCount) < 0) {
            throw wentBack("restartCount", last.restartCount, restartCount);
        }
        boolean mayLag = resets > 0 && !safe;
        if (!mayLag && Long.compareUnsigned(clock, last.clock) < 0) {
            throw wentBack("clock", last.clock, clock);
        }
    }

    private static EvidenceRefused wentBack(String field, long last, long now) {
        return new EvidenceRefused(
                Reason.CLOCK_WENT_BACK,
                field + " was " + Long.toUnsignedString(last) + " in an earlier quote, now "
                        + Long.toUnsignedString(now));
    }
}
