package io.lotabots.attestation;

import io.lotabots.aws.Item;
import io.lotabots.platform.Env;
import java.util.Optional;

/**
 * What hardware evidence adds to a miner's weight: its RustChain weight times a factor of the stage, in integers. The service
 * that appraises evidence leaves a row with the miner; while that row counts, so does its tier, and afterwards the
 * fingerprint alone.
 */
final class HardwareTier {
    /** The sort key of the row: beside the profile, before all machines. */
    static final String ENTRY = "hardware";

    /** The tier of who has a fingerprint and no evidence. */
    static final String FINGERPRINT = "fingerprint";

    private static final String AFFIRMING = "affirming";
    private static final String VIRTUAL_TPM = "virtual-tpm";

    /** Factors are thousandths. */
    private static final long WHOLE = 1000;

    private final long affirmingFactor;
    private final long virtualTpmFactor;
    private final long confidentialVmWeight;

    HardwareTier(Env env) {
        this.affirmingFactor = env.number("AFFIRMING_FACTOR");
        this.virtualTpmFactor = env.number("VIRTUAL_TPM_FACTOR");
        this.confidentialVmWeight = env.number("CONFIDENTIAL_VM_WEIGHT");
    }

    /**
     * What was appraised of a miner's hardware.
     *
     * @param tier {@code affirming}, {@code virtual-tpm} or {@code warning}
     * @param confidentialVm whether a processor vouched for a confidential virtual machine
     * @param until seconds since 1970 until which it counts
     */
    record Shown(String tier, boolean confidentialVm, long until) {
        static final Shown NOTHING = new Shown(FINGERPRINT, false, 0);

        static Shown of(Item row) {
            return new Shown(row.text("tier"), row.number("confidential_vm", 0) == 1, row.number("until"));
        }
    }

    /** The judgement with the weight and the tier that the evidence makes of it. */
    Judgement applied(Judgement judgement, Optional<Shown> shown, long now) {
        Shown counted = shown.filter(found -> found.until > now).orElse(Shown.NOTHING);
        boolean confidential = counted.confidentialVm && counted.tier.equals(AFFIRMING) && !judgement.passed();
        long base = confidential ? Math.max(confidentialVmWeight, judgement.weight()) : judgement.weight();
        long factor = switch (counted.tier) {
            case AFFIRMING -> affirmingFactor;
            case VIRTUAL_TPM -> virtualTpmFactor;
            default -> WHOLE;
        };
        return judgement.weighing(Math.floorDiv(Math.multiplyExact(base, factor), WHOLE), counted.tier);
    }
}
