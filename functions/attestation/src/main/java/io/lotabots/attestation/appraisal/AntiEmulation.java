package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The client's own look for virtual machines and emulators. */
final class AntiEmulation {
    private static final String NO_EVIDENCE = "anti_emulation_no_evidence";

    /** A report must carry one of these to show that it looked at all. */
    private static final List<String> EVIDENCE_KEYS =
            List.of("vm_indicators", "emulator_indicators", "dmesg_scanned", "paths_checked", "cpuinfo_flags");

    private AntiEmulation() {}

    /** Why the check fails, empty when it does not. An absent check and one without data are not judged here. */
    static String reason(JsonNode check) {
        if (check.isBoolean()) {
            return check.booleanValue() ? "" : "anti_emulation_failed_bool";
        }
        JsonNode data = check.path("data");
        if (!Facts.nonEmptyObject(data)) {
            return "";
        }
        if (EVIDENCE_KEYS.stream().noneMatch(data::has)) {
            return NO_EVIDENCE;
        }
        JsonNode vm = data.path("vm_indicators");
        JsonNode indicators = somethingIn(vm) ? vm : data.path("emulator_indicators");
        if (somethingIn(indicators)) {
            return "vm_detected:" + PythonText.list(indicators);
        }
        if (Facts.isTrue(data, "is_likely_vm")) {
            return "vm_detected:is_likely_vm";
        }
        return Facts.isTrue(check, "passed") ? "" : "vm_detected:no_pass_verdict:" + PythonText.list(vm);
    }

    /** Whether a reason of {@link #reason} says that the machine is virtual, not only that the report is poor. */
    static boolean isVirtual(String reason) {
        return !reason.isEmpty() && !reason.equals(NO_EVIDENCE);
    }

    private static boolean somethingIn(JsonNode indicators) {
        return indicators.isTextual() ? !indicators.textValue().isBlank() : !indicators.isEmpty();
    }
}
