package io.lotabots.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Measures several pieces of work in turns, by the CPU time of the thread that does it, so that all of them see the same
 * machine. The median of the rounds counts.
 */
public final class Interleaved {
    /** Until the just-in-time compiler is done with code that runs but once in each piece of work. */
    private static final int WARM_UP_ROUNDS = 500;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Work<?>> works = new ArrayList<>();
    private final int rounds;
    private final int perRound;
    private int sink;

    /** @param rounds measured rounds; in each, every piece runs {@code perRound} times */
    public Interleaved(int rounds, int perRound) {
        this.rounds = rounds;
        this.perRound = perRound;
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
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
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
    }

    private <T> double measure(Work<T> work) {
        List<T> inputs = new ArrayList<>(perRound);
        for (int i = 0; i < perRound; i++) {
            inputs.add(work.input.get());
        }
        long began = threads.getCurrentThreadCpuTime();
        for (T input : inputs) {
            sink ^= work.work.applyAsInt(input);
        }
        return (threads.getCurrentThreadCpuTime() - began) / 1000.0 / perRound;
    }
}
