package io.lotabots.aws;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pause before a conflicting write is tried again: full jitter over 10, 20, 40, ... milliseconds. */
final class Backoff {
    private Backoff() {}

    static void pause(int tried) {
        long ceiling = TimeUnit.MILLISECONDS.toNanos(10L << Math.min(tried, 6));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(ceiling));
    }
}
