package io.lotabots.clients.fingerprint;

import io.lotabots.clients.hardware.Caches;
import io.lotabots.clients.hardware.Machine;

/**
 * {@code cache_timing}: nanoseconds per load from buffers that fit the first, the second and the third level.
 *
 * <p>The buffer is walked in a scattered order, one cache line after the other, each load giving the next address: neither a prefetcher
 * nor out-of-order execution can hide what a level costs.
 */
final class CacheTiming {
    private static final int LINE_BYTES = 64;
    private static final int INTS_PER_LINE = LINE_BYTES / Integer.BYTES;
    private static final int LOADS = 50_000;
    private static final int SAMPLES = 15;
    private static final double LEAST_RATIO = 1.01;
    private static final Caches COMMON = new Caches(32 << 10, 512 << 10, 8 << 20);
    private static final long MAX_BUFFER = 64L << 20;

    private CacheTiming() {}

    static Check measure(Workload work, Machine machine) {
        var buffers = buffers(machine.caches());
        return check(
                nanosPerLoad(work, (int) buffers.l1()),
                nanosPerLoad(work, (int) buffers.l2()),
                nanosPerLoad(work, (int) buffers.l3()),
                machine);
    }

    static Check check(double l1, double l2, double l3, Machine machine) {
        double second = l1 == 0 ? 0 : l2 / l1;
        double third = l2 == 0 ? 0 : l3 / l2;
        var data = Check.measured();
        data.put("arch", machine.machine());
        Check.put(data, "l1_ns", l1, 4);
        Check.put(data, "l2_ns", l2, 4);
        Check.put(data, "l3_ns", l3, 4);
        Check.put(data, "l2_l1_ratio", second, 4);
        Check.put(data, "l3_l2_ratio", third, 4);
        boolean steps = second >= LEAST_RATIO || third >= LEAST_RATIO;
        // PowerPC generations without a third level, or with one off the chip, may show no step: inconclusive, not
        // failed.
        return new Check("cache_timing", steps || machine.family().equals("PowerPC"), data);
    }

    /** Sizes that lie inside each level and well outside the one before, whatever the platform told. */
    static Caches buffers(Caches known) {
        long l1 = known.l1() > 0 ? known.l1() : COMMON.l1();
        long l2 = Math.max(known.l2() > 0 ? known.l2() : COMMON.l2(), l1 * 4);
        long l3 = Math.max(known.l3() > 0 ? known.l3() : COMMON.l3(), l2 * 2);
        long first = Math.clamp(l1 / 2, LINE_BYTES * 4, MAX_BUFFER / 16);
        long second = Math.clamp(l2 / 2, first * 4, MAX_BUFFER / 4);
        // Four times the second level at most: a larger part of a third level that others share would measure memory
        // instead.
        long third = Math.min(l2 * 4, l2 + (l3 - l2) / 2);
        return new Caches(first, second, Math.clamp(third, second * 4, MAX_BUFFER));
    }

    private static double nanosPerLoad(Workload work, int bytes) {
        var ring = ring(bytes);
        return Workload.time(loads -> work.chase(ring, loads), LOADS, SAMPLES).median();
    }

    /** One cycle through every line of a buffer: a step that is coprime to the count reaches all of them, far apart. */
    static int[] ring(int bytes) {
        int lines = Math.max(4, bytes / LINE_BYTES);
        var ring = new int[lines * INTS_PER_LINE];
        long step = step(lines);
        long line = 0;
        for (int i = 0; i < lines; i++) {
            long next = (line + step) % lines;
            ring[(int) line * INTS_PER_LINE] = (int) next * INTS_PER_LINE;
            line = next;
        }
        return ring;
    }

    private static long step(int lines) {
        long step = (long) (lines * 0.6180339887) | 1;
        while (gcd(step, lines) != 1) {
            step += 2;
        }
        return step;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
