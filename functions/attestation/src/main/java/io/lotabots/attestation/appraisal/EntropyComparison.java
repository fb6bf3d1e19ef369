package io.lotabots.attestation.appraisal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How near a profile is to the one stored for the same hardware.
 *
 * @param accepted false when both caches are too far off for one machine
 * @param similarity 0 to 1, the mean over fields measured in both of one minus the relative difference
 * @param comparable fields measured in both, 0 to 5
 * @param reason the protocol's words, such as {@code entropy_ok} or {@code entropy_drift:['cache_l1:40.0%']}
 */
public record EntropyComparison(boolean accepted, double similarity, int comparable, String reason) {
    /** Above this similarity, over at least three fields, two profiles are of one machine. */
    public static final double SAME_MACHINE = 0.97;

    private static final List<String> NAMES = List.of("clock_cv", "cache_l1", "cache_l2", "thermal_ratio", "jitter_cv");

    /** Largest relative difference of each field on one machine. */
    private static final double[] TOLERANCES = {5.0, 0.3, 0.3, 0.5, 2.0};

    /** Whether two profiles are so alike that they must come from one machine. */
    public boolean sameMachine() {
        return comparable >= EntropyProfile.LEAST_MEASURED && similarity > SAME_MACHINE;
    }

    /** Compares what is sent now with what was stored. */
    public static EntropyComparison of(EntropyProfile stored, EntropyProfile current) {
        if (stored.measured() == 0 || current.measured() == 0) {
            return new EntropyComparison(true, 1, 0, "no_fingerprint_data");
        }
        double[] before = stored.values();
        double[] now = current.values();
        double sum = 0;
        int comparable = 0;
        List<String> drifted = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            if (before[i] <= 0 || now[i] <= 0) {
                continue;
            }
            double difference = Math.abs(before[i] - now[i]) / before[i];
            sum += Math.max(0, 1 - difference);
            comparable++;
            if (difference > TOLERANCES[i]) {
                drifted.add(String.format(Locale.ROOT, "%s:%.1f%%", NAMES.get(i), difference * 100));
            }
        }
        if (comparable == 0) {
            return new EntropyComparison(true, 0.5, 0, "insufficient_comparable_overlap");
        }
        double similarity = sum / comparable;
        if (drifted.isEmpty()) {
            return new EntropyComparison(true, similarity, comparable, "entropy_ok");
        }
        boolean bothCaches =
                drifted.stream().filter(field -> field.startsWith("cache_")).count() == 2;
        String reason = (bothCaches ? "suspected_spoof:" : "entropy_drift:") + PythonText.list(drifted);
        return new EntropyComparison(!bothCaches, similarity, comparable, reason);
    }
}
