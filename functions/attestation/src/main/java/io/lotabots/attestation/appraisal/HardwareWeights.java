package io.lotabots.attestation.appraisal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;

/** The one table of hardware weights, in units of 1e-9 ({@code hardware-weights.tsv}). */
public final class HardwareWeights {
    /** The weight of a family that the table does not know: 1. */
    public static final long UNKNOWN_FAMILY = WeightUnits.ONE;

    private static final Map<String, Map<String, Long>> TABLE =
            Table.rows("hardware-weights.tsv").stream().collect(groupingBy(List::getFirst)).entrySet().stream()
                    .collect(toUnmodifiableMap(
                            Map.Entry::getKey,
                            family -> family.getValue().stream()
                                    .collect(toUnmodifiableMap(row -> row.get(1), row -> Long.valueOf(row.get(2))))));

    private HardwareWeights() {}

    /** The weight of a device, in units of 1e-9: its own, else its family's default, else 1. */
    public static long of(VerifiedDevice device) {
        Map<String, Long> family = TABLE.get(device.family());
        if (family == null) {
            return UNKNOWN_FAMILY;
        }
        Long weight = family.getOrDefault(device.arch(), family.get(VerifiedDevice.DEFAULT));
        return weight == null ? UNKNOWN_FAMILY : weight;
    }

    static boolean knows(String family) {
        return TABLE.containsKey(family);
    }

    /** The architectures of a family and their weights, in units of 1e-9; empty for an unknown family. */
    public static Map<String, Long> family(String family) {
        return TABLE.getOrDefault(family, Map.of());
    }
}
