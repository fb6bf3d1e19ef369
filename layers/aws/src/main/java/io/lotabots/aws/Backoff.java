package io.lotabots.aws;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pause before a request that the store did not carry out is made again: full jitter over 10, 20, 40, ... milliseconds. */
public final class Backoff {
    private Backoff() {}

    /** Pauses before try {@code tried}, 0 being the first that is made again. */
    public static void pause(int tried) {
        long ceiling = TimeUnit.MILLISECONDS.toNanos(10L << Math.min(tried, 6));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(ceiling));
    }
}
