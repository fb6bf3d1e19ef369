package io.lotabots.ledger;

import io.lotabots.crypto.Rtc;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Leaf;
import io.lotabots.settlement.Manifest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * What settling an epoch answers, in the shape that the network's tools read.
 *
 * @param distributedUrtc micro-RTC paid in all; {@code distributedRtc} is the same in RTC
 * @param miners whom it paid, at most a thousand; {@code truncated} when there are more
 * @param minersTotal whom it paid in all
 * @param chainAgeYears since genesis, in years of 365.25 days
 * @param root digest of the epoch's signed root
 */
record SettleAnswer(
        boolean ok,
        long epoch,
        BigDecimal distributedRtc,
        long distributedUrtc,
        List<Row> miners,
        long minersTotal,
        boolean truncated,
        BigDecimal chainAgeYears,
        Machines antiDoubleMiningTelemetry,
        Bridge bridgeReconciliationSnapshot,
        String root) {
    private static final BigDecimal YEAR_SECONDS = BigDecimal.valueOf(31_557_600);
    private static final int AGE_DECIMALS = 4;

    /**
     * @param multiplier the weight with which it was enrolled
     * @param deviceArch the architecture of the machine that was enrolled, empty when nothing is kept of it any more
     */
    record Row(String minerId, long shareUrtc, BigDecimal shareRtc, BigDecimal multiplier, String deviceArch) {
        static Row of(Leaf leaf, String arch) {
            return new Row(leaf.identity(), leaf.share(), Rtc.shown(leaf.share()), Weight.shown(leaf.weight()), arch);
        }
    }

    /** One hardware id belongs to one identity from its first attestation on, so that none is left to skip here. */
    record Machines(
            long epoch,
            long totalMachines,
            long totalMinerIdsProcessed,
            long duplicateMachinesDetected,
            long duplicateMinerIdsSkipped,
            List<String> duplicateMachineDetails,
            List<String> skippedDetails) {}

    /** No bridge holds any of this ledger's money; {@code stateHash} is the digest of the newest root. */
    record Bridge(long epoch, boolean created, BigDecimal bridgedSupplyCommitted, String stateHash) {}

    /** The epoch was settled before. */
    record Again(boolean ok, boolean alreadySettled, long epoch, Bridge bridgeReconciliationSnapshot) {}

    /** The epoch is settled, and paid nobody. */
    record Nobody(boolean ok, String error, long epoch, Bridge bridgeReconciliationSnapshot) {}

    static Bridge bridge(long epoch, Head head) {
        return new Bridge(epoch, false, Rtc.shown(0), head.root());
    }

    static SettleAnswer of(
            SettlementDesk desk, Architectures architectures, EpochRoot root, Head head, long now, int limit) {
        Manifest manifest = desk.sealed().manifest(root.manifest());
        List<Leaf> leaves = desk.leaves(manifest, 0, limit);
        Map<String, String> archs = architectures.of(
                root.epoch(), leaves.stream().map(Leaf::identity).toList());
        BigDecimal age = BigDecimal.valueOf(
                        Math.max(0, now - desk.terms().chain().genesisEpochSecond()))
                .divide(YEAR_SECONDS, AGE_DECIMALS, RoundingMode.DOWN);
        return new SettleAnswer(
                true,
                root.epoch(),
                Rtc.shown(root.minted()),
                root.minted(),
                leaves.stream()
                        .map(leaf -> Row.of(leaf, archs.getOrDefault(leaf.identity(), "")))
                        .toList(),
                root.treeSize(),
                root.treeSize() > leaves.size(),
                age,
                new Machines(root.epoch(), root.treeSize(), root.treeSize(), 0, 0, List.of(), List.of()),
                bridge(root.epoch(), head),
                root.digest());
    }
}
