package io.lotabots.local.lambda;

/** An initialised copy of a function that takes one request at a time. */
interface Instance extends AutoCloseable {
    /**
     * Runs one request, at most until its deadline.
     *
     * @return never {@link Outcome.Status#THROTTLED}
     */
    Outcome run(Invocation invocation) throws InterruptedException;

    /** Whether it can take a further request. */
    boolean usable();

    @Override
    void close();
}
