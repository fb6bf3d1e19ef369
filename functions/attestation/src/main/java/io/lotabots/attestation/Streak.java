package io.lotabots.attestation;

/**
 * Days in a row on which an identity attested, up to today or yesterday, and the bonus that clients show for them: 0.02
 * a day, 0.6 at most. It is shown only; what an attestation is worth does not depend on it.
 */
record Streak(int days) {
    /** Days after which the bonus grows no more. */
    static final int FULL_DAYS = 30;

    /** The bonus of one day, in units of 1e-9. */
    static final long BONUS_PER_DAY = 20_000_000L;

    private static final long DAY_SECONDS = 86_400;

    /** The longest streak among the machines of an identity that is not broken at {@code now}. */
    static Streak of(Miners.Known known, long now) {
        long today = Math.floorDiv(now, DAY_SECONDS);
        return new Streak(known.machines().stream()
                .map(Machine::submissions)
                .filter(window -> window.day() >= today - 1)
                .mapToInt(SubmissionWindow::streakDays)
                .max()
                .orElse(0));
    }

    /** In units of 1e-9. */
    long bonus() {
        return bonusOf(days);
    }

    static long bonusOf(int days) {
        return Math.multiplyExact(BONUS_PER_DAY, Math.min(FULL_DAYS, days));
    }

    int daysToFull() {
        return Math.max(0, FULL_DAYS - days);
    }
}
