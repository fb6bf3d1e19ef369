package io.lotabots.clients.fingerprint;

/** {@code instruction_jitter}: how much the pace of integer, floating-point and branching work varies. */
final class InstructionJitter {
    private static final int SAMPLES = 100;
    private static final int OPERATIONS = 10_000;

    private InstructionJitter() {}

    static Check measure(Workload work) {
        return check(
                Workload.time(work::integers, OPERATIONS, SAMPLES),
                Workload.time(work::floats, OPERATIONS, SAMPLES),
                Workload.time(work::branches, OPERATIONS, SAMPLES),
                OPERATIONS);
    }

    static Check check(Timings integers, Timings floats, Timings branches, int operations) {
        var data = Check.measured();
        Check.put(data, "int_avg_ns", integers.mean() * operations, 1);
        Check.put(data, "fp_avg_ns", floats.mean() * operations, 1);
        Check.put(data, "branch_avg_ns", branches.mean() * operations, 1);
        Check.put(data, "int_stdev", integers.stdev() * operations, 1);
        Check.put(data, "fp_stdev", floats.stdev() * operations, 1);
        Check.put(data, "branch_stdev", branches.stdev() * operations, 1);
        boolean varies = integers.stdev() > 0 || floats.stdev() > 0 || branches.stdev() > 0;
        return new Check("instruction_jitter", varies, data);
    }
}
