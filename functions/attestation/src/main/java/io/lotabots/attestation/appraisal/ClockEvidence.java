package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.PythonJson;
import java.util.List;

/** The drift of the clock: real oscillators vary, and old ones vary more. */
final class ClockEvidence {
    /** Least coefficient of variation of any real clock. */
    static final double LEAST_CV = 0.0001;

    /** Least coefficient of variation of a vintage clock. */
    static final double LEAST_VINTAGE_CV = 0.005;

    private ClockEvidence() {}

    static void reasons(JsonNode check, DeviceClass deviceClass, List<String> reasons) {
        if (check.isBoolean()) {
            if (!check.booleanValue()) {
                reasons.add("clock_drift_failed_bool");
            }
            return;
        }
        JsonNode data = check.path("data");
        if (!Facts.nonEmptyObject(data)) {
            return;
        }
        double cv = Facts.number(data, "cv");
        if (Facts.isFalse(check, "passed")) {
            if (!deviceClass.early386()) {
                String why = Facts.text(data, "fail_reason");
                reasons.add("clock_drift_failed:" + (why.isEmpty() ? "unknown" : why));
            }
        } else if (cv <= 0 && sampleCount(data.path("samples")) == 0) {
            reasons.add("clock_drift_no_evidence");
        } else if (cv > 0 && cv < LEAST_CV) {
            reasons.add("timing_too_uniform");
        } else if (deviceClass.vintageClock() && cv < LEAST_VINTAGE_CV) {
            reasons.add("vintage_timing_too_stable:cv=" + PythonJson.repr(cv));
        }
    }

    /** Clients send the number of samples, or the samples. */
    private static int sampleCount(JsonNode samples) {
        return samples.isArray() ? samples.size() : (int) Math.clamp(samples.asDouble(0), 0, Integer.MAX_VALUE);
    }
}
