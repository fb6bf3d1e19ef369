package io.lotabots.attestation.appraisal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The last measurements of a machine, oldest first, at most {@value #MAX_SAMPLES}.
 *
 * <p>Encoded as one version byte and four big-endian IEEE 754 doubles for each sample: at most 321 bytes.
 */
public record TemporalHistory(List<TemporalProfile> samples) {
    /** Samples kept. */
    public static final int MAX_SAMPLES = 10;

    public static final TemporalHistory EMPTY = new TemporalHistory(List.of());

    private static final byte VERSION = 1;
    private static final int SAMPLE_BYTES = 4 * Double.BYTES;

    /** Keeps the last {@value #MAX_SAMPLES} samples. */
    public TemporalHistory {
        samples = List.copyOf(samples.subList(Math.max(0, samples.size() - MAX_SAMPLES), samples.size()));
    }

    /**
     * This history with one more measurement.
     *
     * <p>Clients may send again what they measured once: a profile equal to a kept one is that measurement, not a new
     * one, so it neither fills the history nor freezes it. A profile without any metric is no measurement.
     */
    public TemporalHistory with(TemporalProfile profile) {
        if (!profile.measured() || samples.contains(profile)) {
            return this;
        }
        List<TemporalProfile> longer = new ArrayList<>(samples);
        longer.add(profile);
        return new TemporalHistory(longer);
    }

    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(1 + samples.size() * SAMPLE_BYTES).put(VERSION);
        for (TemporalProfile sample : samples) {
            out.putDouble(sample.clockDriftCv())
                    .putDouble(sample.thermalVariance())
                    .putDouble(sample.jitterCv())
                    .putDouble(sample.cacheHierarchyRatio());
        }
        return out.array();
    }

    /**
     * Reads {@link #encode}; no bytes are an empty history.
     *
     * @throws IllegalArgumentException when the bytes are not a history
     */
    public static TemporalHistory decode(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        int count = (bytes.length - 1) / SAMPLE_BYTES;
        if (bytes[0] != VERSION || bytes.length != 1 + count * SAMPLE_BYTES || count > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "temporal history must be version 1 with at most 10 samples of 32 bytes, got version " + bytes[0]
                            + " and " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        List<TemporalProfile> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            samples.add(new TemporalProfile(in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble()));
        }
        return new TemporalHistory(samples);
    }
}
