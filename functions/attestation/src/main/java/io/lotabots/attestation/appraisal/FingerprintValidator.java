package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a fingerprint against the claimed device. Never throws; a bare boolean check is accepted as a claim without
 * evidence, and wherever evidence is required the verdict says so.
 */
public final class FingerprintValidator {
    private final Device device;
    private final DeviceClass deviceClass;
    private final Fingerprint fingerprint;
    private final SimdEvidence simd;
    private final List<String> reasons = new ArrayList<>();

    private FingerprintValidator(Device device, Fingerprint fingerprint) {
        this.device = device;
        this.deviceClass = DeviceClass.of(device);
        this.fingerprint = fingerprint;
        this.simd = SimdEvidence.of(fingerprint);
    }

    /** The verdict on {@code fingerprint}, any JSON, for the device that the client claims. */
    public static Verdict validate(JsonNode fingerprint, Device device) {
        return validate(Fingerprint.of(fingerprint, device), device);
    }

    static Verdict validate(Fingerprint fingerprint, Device device) {
        return new FingerprintValidator(device, fingerprint).verdict();
    }

    private Verdict verdict() {
        if (!fingerprint.json().isObject()) {
            return rejected("fingerprint_not_dict");
        }
        if (fingerprint.checks().isMissingNode()) {
            return rejected(deviceClass.micro() ? "micro_insufficient_native_evidence" : "empty_fingerprint_checks");
        }
        contradictions();
        required();
        String emulation = AntiEmulation.reason(fingerprint.check(Check.ANTI_EMULATION));
        add(emulation);
        ClockEvidence.reasons(fingerprint.check(Check.CLOCK_DRIFT), deviceClass, reasons);
        if (deviceClass.powerPc()) {
            PowerPcEvidence.reasons(fingerprint, device, simd, reasons);
        }
        readOnlyMemory();
        List<String> soft = clientVerdict(!emulation.isEmpty());
        boolean virtual = AntiEmulation.isVirtual(emulation);
        if (reasons.isEmpty()) {
            String reason = soft.isEmpty() ? Verdict.VALID : "soft_checks_warn:" + PythonText.list(soft);
            return new Verdict(true, reason, List.of(), false, false);
        }
        return new Verdict(false, reasons.getFirst(), reasons, virtual, virtual && reasons.size() == 1);
    }

    private static Verdict rejected(String reason) {
        return new Verdict(false, reason, List.of(reason), false, false);
    }

    private void add(String reason) {
        if (!reason.isEmpty()) {
            reasons.add(reason);
        }
    }

    private void contradictions() {
        if (deviceClass.withoutSimd() && simd.x86()) {
            reasons.add("capability_claim_contradicted:x86_simd_evidence");
        } else if (deviceClass.withoutSimd() && simd.powerPc()) {
            reasons.add("capability_claim_contradicted:powerpc_simd_evidence");
        }
    }

    private void required() {
        boolean bridged = deviceClass.console()
                && Fingerprint.passed(fingerprint.check(Fingerprint.CTRL_PORT_TIMING))
                && !Fingerprint.present(fingerprint.check(Check.ANTI_EMULATION));
        if (!bridged) {
            required(Check.ANTI_EMULATION);
        }
        if (!deviceClass.clockOptional()) {
            required(Check.CLOCK_DRIFT);
        }
    }

    private void required(Check check) {
        JsonNode sent = fingerprint.check(check);
        if (!Fingerprint.present(sent)) {
            reasons.add("missing_required_check:" + check.wireName());
        } else if (sent.isObject() && !Facts.nonEmptyObject(sent.path("data"))) {
            reasons.add("empty_check_data:" + check.wireName());
        }
    }

    private void readOnlyMemory() {
        JsonNode rom = fingerprint.check(Fingerprint.ROM_FINGERPRINT);
        if (Facts.isTrue(rom.path("data"), "emulator_detected")) {
            reasons.add("known_emulator_rom:" + PythonText.list(rom.path("data").path("detection_details")));
        } else if (Fingerprint.present(rom) && !Fingerprint.passed(rom)) {
            String why = Facts.text(rom.path("data"), "fail_reason");
            reasons.add("rom_check_failed:" + (why.isEmpty() ? "unknown" : why));
        }
    }

    /** When the client itself says that not all passed: fails for hard checks, returns the soft ones. */
    private List<String> clientVerdict(boolean emulationSaid) {
        List<String> soft = new ArrayList<>();
        if (!Facts.isFalse(fingerprint.json(), "all_passed")) {
            return soft;
        }
        Set<String> softChecks = deviceClass.vintageClock() || deviceClass.early386()
                ? Set.of(Check.CACHE_TIMING.wireName(), Check.CLOCK_DRIFT.wireName())
                : Set.of(Check.CACHE_TIMING.wireName());
        List<String> hard = new ArrayList<>();
        for (Map.Entry<String, JsonNode> check : fingerprint.checks().properties()) {
            boolean said = emulationSaid && check.getKey().equals(Check.ANTI_EMULATION.wireName());
            if (!said
                    && !check.getKey().equals("all_passed")
                    && Fingerprint.present(check.getValue())
                    && !Fingerprint.passed(check.getValue())) {
                (softChecks.contains(check.getKey()) ? soft : hard).add(check.getKey());
            }
        }
        if (!hard.isEmpty()) {
            reasons.add("checks_failed:" + PythonText.list(hard));
        }
        return soft;
    }
}
