package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /**
     * What counts of an attestation: one accepted piece, and everything that is said of the miner's hardware is from it.
     *
     * @param tier one of {@link #TIERS}
     */
    record Counted(String tier, boolean confidentialVm, String device) {
        private static Optional<Counted> of(Appraisal piece) {
            String tier = MinerTier.tier(piece);
            return tier.isEmpty() || piece.device().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Counted(tier, isConfidentialVm(piece), piece.device()));
        }

        private int rank() {
            return TIERS.indexOf(tier);
        }
    }

    /** The best of the pieces that name their chip; absent when there is none, or when any piece was refused. */
    static Optional<Counted> of(List<Appraisal> appraisals) {
        if (!appraisals.stream().allMatch(Appraisal::accepted)
                || Judge.together(appraisals).equals(Tier.CONTRAINDICATED.label())) {
            return Optional.empty();
        }
        return appraisals.stream()
                .flatMap(piece -> Counted.of(piece).stream())
                .max(Comparator.comparingInt(Counted::rank).thenComparing(Counted::confidentialVm));
    }

    private static String tier(Appraisal piece) {
        if (piece.status().equals(Tier.AFFIRMING.label())) {
            return "affirming";
        }
        if (!piece.status().equals(Tier.WARNING.label())) {
            return "";
        }
        return piece.cautions().stream().anyMatch(caution -> caution.code().equals(Reason.VIRTUAL_TPM.code()))
                ? "virtual-tpm"
                : "warning";
    }

    private static boolean isConfidentialVm(Appraisal appraisal) {
        return CONFIDENTIAL.contains(appraisal.format())
                || (appraisal.format().equals("dcap") && appraisal.claims().containsKey("mrtd"));
    }

    /** Leaves a tier with a miner, unless a better one of other hardware still counts. */
    void leave(String miner, Counted counted, long until, long now) {
        miners.update(
                Item.of("miner", miner).with("entry", ENTRY),
                Expression.of("SET #tier = :tier, #rank = :rank, #confidential_vm = :confidential, #device = :device,"
                                + " #until = :until")
                        .with(":tier", counted.tier)
                        .with(":rank", counted.rank())
                        .with(":confidential", counted.confidentialVm ? 1 : 0)
                        .with(":device", counted.device)
                        .with(":until", until),
                Expression.of("attribute_not_exists(#until) OR #until <= :now OR #rank <= :rank OR #device = :device")
                        .with(":now", now));
    }
}
