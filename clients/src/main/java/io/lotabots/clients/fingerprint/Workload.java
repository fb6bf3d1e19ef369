package io.lotabots.clients.fingerprint;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Small loops that keep one part of a processor busy. Every result ends in a field that nothing can remove, so that a compiler
 * cannot drop the work.
 */
final class Workload {
    private static final Duration WARMING = Duration.ofMillis(60);

    private volatile long sink;

    /** Something to time. */
    interface Loop {
        /** Does so many operations. */
        void run(int operations);
    }

    /**
     * Times a loop {@code samples} times, after rounds that are not measured: they last until compiled code runs, so that the
     * hardware is measured and not the compiler.
     */
    static Timings time(Loop loop, int operations, int samples) {
        long warm = System.nanoTime() + WARMING.toNanos();
        for (int i = 0; i < samples || System.nanoTime() - warm < 0; i++) {
            loop.run(operations);
        }
        var nanos = new long[samples];
        for (int i = 0; i < samples; i++) {
            long start = System.nanoTime();
            loop.run(operations);
            nanos[i] = System.nanoTime() - start;
        }
        return new Timings(nanos, operations).withoutInterruptions();
    }

    /** SHA-256 over its own result, again and again, without garbage that a collector would stop the clock for. */
    void hash(int operations) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var block = new byte[64];
            for (int i = 0; i < operations; i++) {
                digest.update(block);
                digest.digest(block, 0, 32);
            }
            sink = block[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Integer multiplications and shifts that each wait for the one before. */
    void integers(int operations) {
        long x = sink | 1;
        for (int i = 0; i < operations; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            x ^= x >>> 29;
        }
        sink = x;
    }

    /** Floating-point additions, multiplications and a division. */
    void floats(int operations) {
        double x = 1.0 + (sink & 7);
        for (int i = 0; i < operations; i++) {
            x = x * 1.0000001 + 0.5 / (x + 1.0);
        }
        sink = Double.doubleToRawLongBits(x);
    }

    /** Branches that a predictor cannot learn. */
    void branches(int operations) {
        long x = sink | 1;
        long taken = 0;
        for (int i = 0; i < operations; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            if ((x & 1) == 0) {
                taken += x >>> 60;
            } else if ((x & 6) == 2) {
                taken -= 3;
            } else {
                taken ^= i;
            }
        }
        sink = taken + x;
    }

    /** Follows a ring of indices, one load waiting for the one before. */
    void chase(int[] ring, int operations) {
        int at = 0;
        for (int i = 0; i < operations; i++) {
            at = ring[at];
        }
        sink = at;
    }
}
