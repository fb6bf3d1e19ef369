package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of appraising one attestation. A pure function of {@link AttestedFacts}: the same facts give the same
 * weight, always and everywhere.
 *
 * @param claimed the device as claimed
 * @param device the device as verified
 * @param verdict what the fingerprint amounts to, before the server's own look for virtual machines
 * @param passed whether the fingerprint is accepted and no virtual machine was found
 * @param reasonCodes codes of all failing reasons, empty when passed
 * @param virtualMachineEvidence signatures that the server found, as {@code hostname:aws}
 * @param virtual whether client or server saw a virtual machine
 * @param active the epoch's checks, by rank
 * @param counted the active checks that count for this device
 * @param passedChecks the checks of all six that passed
 * @param ratio passed over counted
 * @param hardwareWeight units of 1e-9
 * @param review the review of the measurements over time
 * @param history the history to keep, with this measurement
 * @param weight what the miner is enrolled with, units of 1e-9
 */
public record Appraisal(
        Device claimed,
        VerifiedDevice device,
        Verdict verdict,
        boolean passed,
        List<String> reasonCodes,
        List<String> virtualMachineEvidence,
        boolean virtual,
        List<Check> active,
        Set<Check> counted,
        Set<Check> passedChecks,
        ActiveRatio ratio,
        long hardwareWeight,
        TemporalReview review,
        TemporalHistory history,
        long weight) {

    private static final String SERVER_CHECK = "server_vm_check";

    public Appraisal {
        reasonCodes = List.copyOf(reasonCodes);
        virtualMachineEvidence = List.copyOf(virtualMachineEvidence);
        active = List.copyOf(active);
        counted = Set.copyOf(counted);
        passedChecks = Set.copyOf(passedChecks);
    }

    /** The device that a fingerprint shows, whatever its history; never throws for any JSON. */
    public static VerifiedDevice device(JsonNode device, JsonNode fingerprint, boolean canonicallySigned) {
        Device claimed = Device.of(device);
        return device(claimed, Fingerprint.of(fingerprint, claimed), canonicallySigned);
    }

    private static VerifiedDevice device(Device claimed, Fingerprint fingerprint, boolean canonicallySigned) {
        return VintageX86.proven(DeviceClassifier.classify(claimed, fingerprint), fingerprint, canonicallySigned);
    }

    /** Appraises; never throws for any JSON in {@code facts}. */
    public static Appraisal of(AttestedFacts facts) {
        return of(facts, device(facts.device(), facts.fingerprint(), facts.canonicallySigned()));
    }

    /** Appraises a device that {@link #device} has verified from the same facts. */
    public static Appraisal of(AttestedFacts facts, VerifiedDevice device) {
        Device claimed = Device.of(facts.device());
        Fingerprint fingerprint = Fingerprint.of(facts.fingerprint(), claimed);

        Verdict verdict = FingerprintValidator.validate(fingerprint, claimed);
        List<String> machines = VirtualMachines.evidence(claimed, facts.signals());
        boolean passed = verdict.passed() && machines.isEmpty();
        boolean onlyVirtual = !passed && (verdict.passed() || verdict.onlyVirtual());

        List<Check> active = ActiveChecks.select(facts.previousHash());
        // The class that a device pays as decides what it may leave out, so that a refuted claim excuses nothing.
        Set<Check> counted = ActiveChecks.counted(active, fingerprint, DeviceClass.of(device.family(), device.arch()));
        Set<Check> passedChecks = ActiveChecks.passed(fingerprint);
        ActiveRatio ratio = ActiveChecks.ratio(counted, passedChecks);

        long hardware = HardwareWeights.of(device);
        TemporalHistory history = facts.history().with(TemporalProfile.of(fingerprint));
        TemporalReview review = TemporalReview.of(history);
        long weight = onlyVirtual ? facts.virtualHardwareWeight() : 0;
        if (passed) {
            weight = WeightUnits.times(review.applyTo(hardware), ratio);
        }
        return new Appraisal(
                claimed,
                device,
                verdict,
                passed,
                codes(verdict, machines),
                machines,
                verdict.virtual() || !machines.isEmpty(),
                active,
                counted,
                passedChecks,
                ratio,
                hardware,
                review,
                history,
                weight);
    }

    private static List<String> codes(Verdict verdict, List<String> machines) {
        List<String> codes = new ArrayList<>(verdict.codes());
        Stream.of(SERVER_CHECK).filter(code -> !machines.isEmpty()).forEach(codes::add);
        return codes;
    }

    /** The reason of the verdict in the protocol's words; the server's finding when the fingerprint itself is valid. */
    public String reason() {
        if (verdict.passed() && !virtualMachineEvidence.isEmpty()) {
            return SERVER_CHECK + ":" + PythonText.list(virtualMachineEvidence);
        }
        return verdict.reason();
    }

    /** Bits of the checks that passed; see {@link Check#bit}. */
    public int passedMask() {
        return ActiveChecks.mask(passedChecks);
    }

    /** Bits of the active checks that count for this device. */
    public int countedMask() {
        return ActiveChecks.mask(counted);
    }
}
