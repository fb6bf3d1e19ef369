package io.lotabots.clients.fingerprint;

import java.time.Duration;

/** {@code thermal_drift}: the same work before and after the processor was kept busy; warmth and clock control change its pace. */
final class ThermalDrift {
    private static final int SAMPLES = 50;
    private static final int OPERATIONS = 20_000;
    private static final Duration HEATING = Duration.ofMillis(800);

    private ThermalDrift() {}

    static Check measure(Workload work) {
        var cold = Workload.time(work::integers, OPERATIONS, SAMPLES);
        long end = System.nanoTime() + HEATING.toNanos();
        while (System.nanoTime() - end < 0) {
            work.floats(OPERATIONS);
            work.hash(100);
        }
        return check(cold, Workload.time(work::integers, OPERATIONS, SAMPLES), OPERATIONS);
    }

    static Check check(Timings cold, Timings hot, int operations) {
        var data = Check.measured();
        Check.put(data, "cold_avg_ns", cold.mean() * operations, 1);
        Check.put(data, "hot_avg_ns", hot.mean() * operations, 1);
        Check.put(data, "cold_stdev", cold.stdev() * operations, 1);
        Check.put(data, "hot_stdev", hot.stdev() * operations, 1);
        Check.put(data, "drift_ratio", cold.mean() == 0 ? 0 : hot.mean() / cold.mean(), 6);
        return new Check("thermal_drift", cold.stdev() > 0 || hot.stdev() > 0, data);
    }
}
