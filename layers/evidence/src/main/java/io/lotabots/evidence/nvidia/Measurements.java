package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a device's measurements with manifests: the one of index i with the device's block i + 1. Manifests of one device
 * describe different measurements.
 *
 * @param nvdec0 the device's word on its first video decoder, or null
 */
record Measurements(SpdmReport report, byte @Nullable [] nvdec0) {
    /** This one is of the first video decoder's firmware, which is not loaded where the decoder is disabled. */
    private static final int OF_NVDEC0 = 35;

    private static final byte DISABLED = 0x55;

    void require(List<Rim> manifests) throws EvidenceRefused {
        Set<Integer> described = new HashSet<>();
        for (Rim rim : manifests) {
            for (var reference : rim.active().entrySet()) {
                int index = reference.getKey();
                if (!described.add(index)) {
                    throw new EvidenceRefused(
                            Reason.MEASUREMENT_MISMATCH, "two manifests describe measurement " + index);
                }
                if (index != OF_NVDEC0 || !isDecoderDisabled()) {
                    requireOne(rim, index, reference.getValue());
                }
            }
        }
    }

    private void requireOne(Rim rim, int index, List<String> allowed) throws EvidenceRefused {
        String got = report.measurements().get(index + 1);
        if (got == null || !allowed.contains(got)) {
            throw new EvidenceRefused(
                    Reason.MEASUREMENT_MISMATCH,
                    "measurement " + index + " is not what the manifest of " + rim.version() + " names");
        }
    }

    private boolean isDecoderDisabled() {
        return nvdec0 != null && nvdec0.length == 1 && nvdec0[0] == DISABLED;
    }
}
