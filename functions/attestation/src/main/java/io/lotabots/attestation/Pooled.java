package io.lotabots.attestation;

import io.lotabots.platform.HourCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures over the active miners, made of a bounded number of rows and scaled to all of them.
 *
 * @param machines rows that went into it
 * @param meanEntropy null when there is no row, as are the times
 * @param attestations within the last 24 hours
 */
record Pooled(
        int machines,
        long passed,
        long attestations,
        @Nullable Double meanEntropy,
        @Nullable Long newest,
        @Nullable Long oldest,
        List<GetApiAttestationPool.Arch> archs) {
    /** Most rows that are read for one answer. */
    static final int MAX_ROWS = 1000;

    /** At most {@link #MAX_ROWS} of a list, evenly spread over it. */
    static <T extends Object> List<T> sampled(List<T> all) {
        if (all.size() <= MAX_ROWS) {
            return all;
        }
        List<T> sample = new ArrayList<>();
        for (int i = 0; i < MAX_ROWS; i++) {
            sample.add(all.get((int) ((long) i * all.size() / MAX_ROWS)));
        }
        return sample;
    }

    /**
     * @param active how many miners the rows stand for
     * @param hour the hour (since 1970) that is under way
     */
    static Pooled of(List<Machine> machines, int active, long hour) {
        if (machines.isEmpty()) {
            return new Pooled(0, 0, 0, null, null, null, List.of());
        }
        long passed = 0;
        long attestations = 0;
        long entropy = 0;
        long newest = Long.MIN_VALUE;
        long oldest = Long.MAX_VALUE;
        Map<List<String>, Long> archs =
                new TreeMap<>(Comparator.comparing((List<String> a) -> a.get(0)).thenComparing(a -> a.get(1)));
        for (Machine machine : machines) {
            passed += machine.passed() ? 1 : 0;
            for (long h = hour - HourCounts.HOURS + 1; h <= hour; h++) {
                attestations += machine.submissions().hours().count(h);
            }
            entropy = Math.addExact(entropy, machine.entropyScore());
            newest = Math.max(newest, machine.attestedAtEpochSecond());
            oldest = Math.min(oldest, machine.attestedAtEpochSecond());
            archs.merge(List.of(machine.family(), machine.arch()), 1L, Math::addExact);
        }
        int rows = machines.size();
        List<GetApiAttestationPool.Arch> counted = new ArrayList<>();
        archs.forEach(
                (a, n) -> counted.add(new GetApiAttestationPool.Arch(a.get(0), a.get(1), scaled(n, active, rows))));
        return new Pooled(
                rows,
                scaled(passed, active, rows),
                scaled(attestations, active, rows),
                Weights.entropy(entropy / rows),
                newest,
                oldest,
                List.copyOf(counted));
    }

    private static long scaled(long counted, int active, int rows) {
        return (Math.multiplyExact(counted, active) + rows / 2) / rows;
    }
}
