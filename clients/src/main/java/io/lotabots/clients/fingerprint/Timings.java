package io.lotabots.clients.fingerprint;

import java.util.Arrays;

/** Statistics of repeated timings, all in nanoseconds. */
final class Timings {
    private final double[] samples;

    /** Timings of one loop, divided by how many operations it did. */
    Timings(long[] nanos, int operations) {
        samples = Arrays.stream(nanos).mapToDouble(n -> (double) n / operations).toArray();
    }

    private Timings(double[] samples) {
        this.samples = samples;
    }

    /**
     * These timings in their order without the slowest twentieth: there the scheduler took the processor away, which says nothing
     * about the hardware.
     */
    Timings withoutInterruptions() {
        var sorted = samples.clone();
        Arrays.sort(sorted);
        int kept = samples.length - samples.length / 20;
        if (kept == samples.length) {
            return this;
        }
        double slowest = sorted[kept - 1];
        return new Timings(
                Arrays.stream(samples).filter(s -> s <= slowest).limit(kept).toArray());
    }

    int count() {
        return samples.length;
    }

    double[] first(int most) {
        return Arrays.copyOf(samples, Math.min(most, samples.length));
    }

    double mean() {
        return Arrays.stream(samples).average().orElse(0);
    }

    double min() {
        return Arrays.stream(samples).min().orElse(0);
    }

    double max() {
        return Arrays.stream(samples).max().orElse(0);
    }

    double median() {
        var sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** The population variance, in square nanoseconds. */
    double variance() {
        double mean = mean();
        return Arrays.stream(samples)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElse(0);
    }

    double stdev() {
        return Math.sqrt(variance());
    }

    /** Coefficient of variation: the standard deviation as a share of the mean; 0 when the mean is 0. */
    double cv() {
        double mean = mean();
        return mean == 0 ? 0 : stdev() / mean;
    }

    /** The standard deviation of the steps from each timing to the next: what an oscillator's wander adds to noise. */
    double driftStdev() {
        var steps = new double[Math.max(0, samples.length - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = samples[i + 1] - samples[i];
        }
        double mean = Arrays.stream(steps).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(steps).map(s -> (s - mean) * (s - mean)).average().orElse(0));
    }
}
