package io.lotabots.demo;

/** Something is not as the story tells it. The message is one plain line. */
final class Discrepancy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Discrepancy(String line) {
        super(line);
    }

    /**
     * Demands that two amounts of money are the same.
     *
     * @param what was compared, for the message
     * @param due micro-RTC that it has to be
     * @param found micro-RTC that it is
     */
    static void demand(String what, long due, long found) {
        if (due != found) {
            throw new Discrepancy(what + ": " + Money.shown(found) + " RTC, not " + Money.shown(due));
        }
    }
}
