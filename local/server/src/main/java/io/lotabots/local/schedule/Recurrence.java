package io.lotabots.local.schedule;

import java.time.Instant;
import java.util.Optional;

/** The instants at which a schedule is due, in UTC. */
public sealed interface Recurrence permits Rate, Cron {
    /** The first instant after {@code after}, empty when none follows. */
    Optional<Instant> next(Instant after);

    /** The last instant at or before {@code at}, empty when there is none. */
    Optional<Instant> latest(Instant at);

    /**
     * Reads {@code rate(n unit)} or {@code cron(minutes hours day-of-month month day-of-week year)}.
     *
     * @param start the instant from which a rate counts; a rate is due at once, as in EventBridge Scheduler without a
     *     start date
     * @throws IllegalArgumentException naming the expression and what is wrong with it
     */
    static Recurrence parse(String expression, Instant start) {
        String text = expression.strip();
        try {
            if (text.startsWith("rate(") && text.endsWith(")")) {
                return Rate.parse(text.substring(5, text.length() - 1), start);
            }
            if (text.startsWith("cron(") && text.endsWith(")")) {
                return Cron.parse(text.substring(5, text.length() - 1));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("schedule " + abridged(text) + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("schedule " + abridged(text) + ": expected rate(...) or cron(...)");
    }

    private static String abridged(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }
}
