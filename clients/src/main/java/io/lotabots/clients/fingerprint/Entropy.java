package io.lotabots.clients.fingerprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/** The timings that an attestation's commitment covers, taken after its nonce was given out. */
public final class Entropy {
    private static final int SAMPLES = 48;
    private static final int OPERATIONS = 25_000;
    private static final int PREVIEW = 12;

    private final Timings timings;

    private Entropy(Timings timings) {
        this.timings = timings;
    }

    /** Measures anew. */
    public static Entropy measure() {
        return new Entropy(Workload.time(new Workload()::integers, OPERATIONS, SAMPLES));
    }

    /**
     * Timings that were taken before.
     *
     * @param nanos of each whole loop
     */
    public static Entropy of(long[] nanos) {
        return new Entropy(new Timings(nanos, OPERATIONS));
    }

    /** How it stands in the payload as {@code report.derived}; times are those of one whole loop. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        Check.put(json, "mean_ns", timings.mean() * OPERATIONS, 1);
        Check.put(json, "variance_ns", varianceNs(), 1);
        Check.put(json, "min_ns", timings.min() * OPERATIONS, 1);
        Check.put(json, "max_ns", timings.max() * OPERATIONS, 1);
        json.put("sample_count", timings.count());
        var preview = json.putArray("samples_preview");
        for (double sample : timings.first(PREVIEW)) {
            preview.addRawValue(new RawValue(PythonNumber.text(sample * OPERATIONS, 1)));
        }
        return json;
    }

    /** The score that stands in the payload as {@code report.entropy_score}: the variance, as miners in the field send it. */
    public RawValue score() {
        return new RawValue(PythonNumber.text(varianceNs(), 1));
    }

    private double varianceNs() {
        return timings.variance() * OPERATIONS * OPERATIONS;
    }
}
