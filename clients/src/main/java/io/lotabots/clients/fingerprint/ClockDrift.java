package io.lotabots.clients.fingerprint;

/** {@code clock_drift}: the same hashing work over and over; a real oscillator under a real load never takes equally long twice. */
final class ClockDrift {
    private static final int SAMPLES = 200;
    private static final int HASHES = 100;

    /** Below this an oscillator is a program's. */
    private static final double LEAST_CV = 0.0001;

    private ClockDrift() {}

    static Check measure(Workload work) {
        return check(Workload.time(work::hash, HASHES, SAMPLES), HASHES);
    }

    static Check check(Timings perHash, int hashes) {
        var data = Check.measured();
        Check.put(data, "mean_ns", perHash.mean() * hashes, 1);
        Check.put(data, "stdev_ns", perHash.stdev() * hashes, 1);
        Check.put(data, "cv", perHash.cv(), 6);
        Check.put(data, "drift_stdev", perHash.driftStdev() * hashes, 1);
        data.put("samples", perHash.count());
        return new Check("clock_drift", perHash.cv() >= LEAST_CV && perHash.driftStdev() > 0, data);
    }
}
