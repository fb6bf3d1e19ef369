package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Tier;
import java.util.List;
import java.util.Set;

/**
 * What a miner's hardware was found to be, left in the miner's own partition, where the attestation service reads it with
 * everything else of the miner: weights follow it while it counts.
 */
final class MinerTier {
    private static final String ENTRY = "hardware";
    private static final Set<String> CONFIDENTIAL = Set.of("sev-snp", "az-cvm-vtpm");

    /** From the least to the best. */
    private static final List<String> TIERS = List.of("warning", "virtual-tpm", "affirming");

    private final Table miners;

    MinerTier(Aws aws) {
        this.miners = aws.table("MINERS");
    }

    /** The tier of what was accepted; empty when nothing was. */
    static String of(List<Appraisal> appraisals) {
        if (!appraisals.stream().allMatch(Appraisal::accepted)) {
            return "";
        }
        return switch (Judge.together(appraisals)) {
            case String status when status.equals(Tier.AFFIRMING.label()) -> "affirming";
            case String status
            when status.equals(Tier.WARNING.label()) ->
                appraisals.stream()
                                .flatMap(appraisal -> appraisal.cautions().stream())
                                .anyMatch(caution -> caution.code().equals(Reason.VIRTUAL_TPM.code()))
                        ? "virtual-tpm"
                        : "warning";
            default -> "";
        };
    }

    private static boolean isConfidentialVm(Appraisal appraisal) {
        return CONFIDENTIAL.contains(appraisal.format())
                || (appraisal.format().equals("dcap") && appraisal.claims().containsKey("mrtd"));
    }

    /** Leaves a tier with a miner, unless a better one of other hardware still counts. */
    void leave(String miner, String tier, List<Appraisal> appraisals, long until, long now) {
        boolean confidential = appraisals.stream().anyMatch(MinerTier::isConfidentialVm);
        String device = appraisals.getFirst().device();
        miners.update(
                Item.of("miner", miner).with("entry", ENTRY),
                Expression.of("SET #tier = :tier, #rank = :rank, #confidential_vm = :confidential, #device = :device,"
                                + " #until = :until")
                        .with(":tier", tier)
                        .with(":rank", TIERS.indexOf(tier))
                        .with(":confidential", confidential ? 1 : 0)
                        .with(":device", device)
                        .with(":until", until),
                Expression.of("attribute_not_exists(#until) OR #until <= :now OR #rank <= :rank OR #device = :device")
                        .with(":now", now));
    }
}
