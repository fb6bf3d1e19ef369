package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How an optional {@code measurement_binding} {@code {nonce, iterations, duration_ns}} ties timing to a challenge. */
public enum MeasurementBinding {
    /** None was sent. */
    ABSENT,
    /** Made for this challenge, with its workload, at a rate that hardware can reach. */
    BOUND,
    /** Made for another challenge. */
    STALE,
    /** Made for this challenge with another number of iterations. */
    MISMATCH,
    /** Not an object of a text and two positive integers. */
    MALFORMED,
    /** Faster or slower than any hardware. */
    RATE_IMPLAUSIBLE;

    /** Least time of one iteration, nanoseconds: a loop at 1 GHz. */
    public static final long LEAST_NS = 1;

    /** Most time of one iteration, nanoseconds: 0.1 s, far beyond an interpreter on an 8-bit machine. */
    public static final long MOST_NS = 100_000_000;

    /**
     * The state of a binding.
     *
     * @param binding the value sent, of any shape; missing or null when none was
     * @param nonce the nonce of the challenge that this attestation answers
     */
    public static MeasurementBinding of(JsonNode binding, String nonce) {
        if (binding.isMissingNode() || binding.isNull()) {
            return ABSENT;
        }
        JsonNode iterations = binding.path("iterations");
        JsonNode duration = binding.path("duration_ns");
        if (!binding.path("nonce").isTextual() || !positive(iterations) || !positive(duration)) {
            return MALFORMED;
        }
        if (!binding.path("nonce").textValue().equals(nonce)) {
            return STALE;
        }
        if (iterations.longValue() != MeasurementWorkload.of(nonce)) {
            return MISMATCH;
        }
        long perIteration = duration.longValue() / iterations.longValue();
        return perIteration < LEAST_NS || perIteration > MOST_NS ? RATE_IMPLAUSIBLE : BOUND;
    }

    private static boolean positive(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() > 0;
    }

    /** The name in an answer, such as {@code rate_implausible}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
