package io.lotabots.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Measures several pieces of work in turns, by CPU time, so that all of them see the same machine. The median of the
 * rounds counts.
 */
public final class Interleaved {
    /** Until the just-in-time compiler is done with code that runs but once in each piece of work. */
    private static final int WARM_UP_ROUNDS = 500;

    private final List<Work<?>> works = new ArrayList<>();
    private final int warmUp;
    private final int rounds;
    private final int perRound;
    private final LongSupplier cpuNanos;
    private final Runnable before;
    private int sink;

    /**
     * For small pieces, by the CPU time of the thread that does them.
     *
     * @param rounds measured rounds; in each, every piece runs {@code perRound} times
     */
    public Interleaved(int rounds, int perRound) {
        this(WARM_UP_ROUNDS, rounds, perRound, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, () -> {});
    }

    private Interleaved(int warmUp, int rounds, int perRound, LongSupplier cpuNanos, Runnable before) {
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.perRound = perRound;
        this.cpuNanos = cpuNanos;
        this.before = before;
    }

    /**
     * For large pieces, by the CPU time of the whole process: collecting a piece's garbage is part of it, what others
     * left is collected before.
     */
    public static Interleaved ofLarge(int warmUp, int rounds) {
        return new Interleaved(warmUp, rounds, 1, new ProcessTime()::nanos, System::gc);
    }

    private record Work<T>(String name, Supplier<T> input, ToIntFunction<T> work, double[] micros) {}

    public void add(String name, IntSupplier work) {
        prepared(name, () -> this, ignored -> work.getAsInt());
    }

    /** Work on an input that is prepared outside of what is measured. */
    public <T> void prepared(String name, Supplier<T> input, ToIntFunction<T> work) {
        works.add(new Work<>(name, input, work, new double[rounds]));
    }

    /** The median CPU microseconds of each piece, by name. */
    public Medians run() {
        for (int round = -warmUp; round < rounds; round++) {
            for (Work<?> work : works) {
                double micros = measure(work);
                if (round >= 0) {
                    work.micros[round] = micros;
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        for (Work<?> work : works) {
            Arrays.sort(work.micros);
            medians.put(work.name, work.micros[rounds / 2]);
        }
        if (sink == Integer.MIN_VALUE) {
            System.err.println(sink);
        }
        return new Medians(medians);
    }

    /** Median CPU microseconds by the name of the work. */
    public record Medians(Map<String, Double> micros) {
        /** @throws IllegalArgumentException when nothing of that name was measured */
        public double of(String name) {
            Double median = micros.get(name);
            if (median == null) {
                throw new IllegalArgumentException("nothing named " + name + " was measured, only " + micros.keySet());
            }
            return median;
        }

        public void print(PrintStream out) {
            micros.forEach((name, median) -> out.printf("%-30s %8.1f us CPU%n", name, median));
        }

        public void printMillis(PrintStream out) {
            micros.forEach((name, median) -> out.printf("%-44s %10.1f ms CPU%n", name, median / 1000));
        }
    }

    private <T> double measure(Work<T> work) {
        List<T> inputs = new ArrayList<>(perRound);
        for (int i = 0; i < perRound; i++) {
            inputs.add(work.input.get());
        }
        before.run();
        long began = cpuNanos.getAsLong();
        for (T input : inputs) {
            sink ^= work.work.applyAsInt(input);
        }
        return (cpuNanos.getAsLong() - began) / 1000.0 / perRound;
    }
}
