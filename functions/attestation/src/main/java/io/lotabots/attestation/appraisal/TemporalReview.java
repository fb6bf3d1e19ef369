package io.lotabots.attestation.appraisal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the measurements of a machine vary over time as those of real hardware do.
 *
 * @param score mean of the metrics' scores, in units of 1e-4 (0 to 10000); 10000 before there is enough history
 * @param enoughHistory whether there were three samples and a metric measured in three of them
 * @param scores the score of each metric that was measured three times, in units of 1e-4
 * @param flags what was found, as {@code frozen_profile:clock_drift_cv}
 */
public record TemporalReview(int score, boolean enoughHistory, Map<Metric, Integer> scores, List<String> flags) {
    /** The score 1. */
    public static final int FULL = 10_000;

    /** The score that scales the weight before there is enough history. */
    public static final int UNREVIEWED = 5_000;

    /** Samples, and measurements of one metric, that a review needs. */
    public static final int LEAST_SAMPLES = 3;

    private static final int FROZEN = 2_000;
    private static final int NOISY = 3_000;
    private static final int OUT_OF_BAND = 4_000;

    /** Below this standard deviation over mean a metric does not live. */
    private static final double FROZEN_BELOW = 0.01;

    /** Above this standard deviation over mean a metric is noise. */
    private static final double NOISY_ABOVE = 0.8;

    public TemporalReview {
        scores = Map.copyOf(scores);
        flags = List.copyOf(flags);
    }

    /** The metrics, with the band in which their mean lies on real hardware. */
    public enum Metric {
        CLOCK_DRIFT_CV("clock_drift_cv", 0.0005, 0.35),
        THERMAL_VARIANCE("thermal_variance", 0.05, 25),
        JITTER_CV("jitter_cv", 0.0001, 0.5),
        CACHE_HIERARCHY_RATIO("cache_hierarchy_ratio", 1.10, 20);

        private final String wireName;
        private final double least;
        private final double most;

        Metric(String wireName, double least, double most) {
            this.wireName = wireName;
            this.least = least;
            this.most = most;
        }

        public String wireName() {
            return wireName;
        }

        private double of(TemporalProfile profile) {
            return switch (this) {
                case CLOCK_DRIFT_CV -> profile.clockDriftCv();
                case THERMAL_VARIANCE -> profile.thermalVariance();
                case JITTER_CV -> profile.jitterCv();
                case CACHE_HIERARCHY_RATIO -> profile.cacheHierarchyRatio();
            };
        }
    }

    /** Whether a person should look: a metric is frozen, noisy or out of its band. */
    public boolean flagged() {
        return !flags.isEmpty();
    }

    /** {@code insufficient_history}, {@code temporal_review_required} or {@code temporal_consistent}. */
    public String reason() {
        if (!enoughHistory) {
            return "insufficient_history";
        }
        return flagged() ? "temporal_review_required" : "temporal_consistent";
    }

    /** Reviews a history that already holds the measurement of this attestation. */
    public static TemporalReview of(TemporalHistory history) {
        Map<Metric, Integer> scores = new EnumMap<>(Metric.class);
        List<String> flags = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            double[] values = history.samples().stream()
                    .mapToDouble(metric::of)
                    .filter(value -> value > 0)
                    .toArray();
            if (values.length >= LEAST_SAMPLES) {
                scores.put(metric, score(metric, values, flags));
            }
        }
        if (scores.isEmpty()) {
            return new TemporalReview(FULL, false, scores, flags);
        }
        int sum = scores.values().stream().mapToInt(Integer::intValue).sum();
        int mean = (2 * sum + scores.size()) / (2 * scores.size());
        return new TemporalReview(mean, true, scores, flags);
    }

    private static int score(Metric metric, double[] values, List<String> flags) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (double value : values) {
            double off = value / mean - 1;
            variance += off * off / values.length;
        }
        double relative = Math.sqrt(variance);
        int score = FULL;
        if (relative < FROZEN_BELOW) {
            flags.add("frozen_profile:" + metric.wireName);
            score = FROZEN;
        } else if (relative > NOISY_ABOVE) {
            flags.add("noisy_profile:" + metric.wireName);
            score = NOISY;
        }
        if (mean < metric.least || mean > metric.most) {
            flags.add("drift_out_of_band:" + metric.wireName);
            score = Math.min(score, OUT_OF_BAND);
        }
        return score;
    }

    /**
     * The part of a hardware weight that the review leaves: all of a weight up to 1, and of what exceeds 1 the share
     * that the score gives, half before there is enough history.
     *
     * @param hardware units of 1e-9
     * @return units of 1e-9, rounded half up
     */
    public long applyTo(long hardware) {
        if (hardware <= WeightUnits.ONE) {
            return hardware;
        }
        long bonus = Math.multiplyExact(hardware - WeightUnits.ONE, (long) (enoughHistory ? score : UNREVIEWED));
        return Math.addExact(WeightUnits.ONE, Math.addExact(bonus, FULL / 2) / FULL);
    }
}
