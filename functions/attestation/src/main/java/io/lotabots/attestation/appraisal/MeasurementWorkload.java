package io.lotabots.attestation.appraisal;

/** How many iterations the challenge asks a client to time. */
public final class MeasurementWorkload {
    /** Least workload, in iterations; also that of a nonce which is not hexadecimal. */
    public static final int LEAST = 1_000;

    /** Number of different workloads. */
    public static final int RANGE = 1_000;

    private MeasurementWorkload() {}

    /** 1000 to 1999: the first two bytes of the hexadecimal nonce, modulo 1000, on top of 1000. */
    public static int of(String nonce) {
        boolean hexadecimal = !nonce.isEmpty()
                && nonce.length() % 2 == 0
                && nonce.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        if (!hexadecimal) {
            return LEAST;
        }
        return LEAST + Integer.parseInt(nonce, 0, Math.min(4, nonce.length()), 16) % RANGE;
    }
}
