package io.lotabots.attestation;

import io.lotabots.aws.Item;

/**
 * What is kept of one machine of one miner: the facts of its last accepted attestation, and the small windows from
 * which the next one is judged. One row of at most 1 KB, so that keeping it costs one write unit.
 *
 * @param miner who is paid for it
 * @param hardwareId the machine's identity, 40 or 32 hexadecimal digits
 * @param version raised by one with every change; a writer names the version that it read
 * @param bound whether the hardware is bound to this miner (it is, once it has earned a weight)
 * @param label the name that the machine gave itself; shown, never a key
 * @param attestedAtEpochSecond when the last attestation was accepted
 * @param firstAtEpochSecond when the first one was
 * @param weight weight of the last attestation, in units of 1e-9
 * @param hardwareWeight the table's weight of the classified device, in units of 1e-9
 * @param activeChecks bit mask of the checks that counted
 * @param passedChecks bit mask of the active checks that passed
 * @param passed whether the fingerprint was valid
 * @param review whether the temporal review raised a flag
 * @param entropyScore what the miner reports of its entropy, in units of 1e-6; shown only
 * @param tier what hardware evidence the last weight counts, see {@link HardwareTier}
 */
record Machine(
        String miner,
        String hardwareId,
        long version,
        boolean bound,
        String label,
        String family,
        String arch,
        String model,
        long cores,
        long attestedAtEpochSecond,
        long firstAtEpochSecond,
        long weight,
        long hardwareWeight,
        int activeChecks,
        int passedChecks,
        boolean passed,
        boolean review,
        long entropyScore,
        byte[] bodyDigest,
        byte[] history,
        MacWindow macs,
        SubmissionWindow submissions,
        long enrolledEpoch,
        long enrolledWeight,
        long presenceBucket,
        String tier) {
    private static final String PREFIX = "machine#";

    /** The same with the weight that now stands in the epoch. */
    Machine withEnrolledWeight(long standing) {
        return new Machine(
                miner,
                hardwareId,
                version,
                bound,
                label,
                family,
                arch,
                model,
                cores,
                attestedAtEpochSecond,
                firstAtEpochSecond,
                weight,
                hardwareWeight,
                activeChecks,
                passedChecks,
                passed,
                review,
                entropyScore,
                bodyDigest,
                history,
                macs,
                submissions,
                enrolledEpoch,
                standing,
                presenceBucket,
                tier);
    }

    /** The sort key of this machine's row. */
    String entry() {
        return entry(hardwareId);
    }

    static String entry(String hardwareId) {
        return PREFIX + hardwareId;
    }

    static boolean isMachine(Item row) {
        return row.text("entry").startsWith(PREFIX);
    }

    static Item key(String miner, String entry) {
        return Item.of("miner", miner).with("entry", entry);
    }

    Item toRow() {
        Item.Builder row = key(miner, entry()).toBuilder()
                .with("version", version)
                .with("bound", bound ? 1 : 0)
                .with("label", label)
                .with("family", family)
                .with("arch", arch)
                .with("model", model)
                .with("cores", cores)
                .with("at", attestedAtEpochSecond)
                .with("first_at", firstAtEpochSecond)
                .with("weight", weight)
                .with("hw_weight", hardwareWeight)
                .with("active", activeChecks)
                .with("passing", passedChecks)
                .with("passed", passed ? 1 : 0)
                .with("review", review ? 1 : 0)
                .with("entropy", entropyScore)
                .with("digest", bodyDigest)
                .with("history", history)
                .with("macs", macs.encode())
                .with("window", submissions.encode())
                .with("epoch", enrolledEpoch)
                .with("epoch_weight", enrolledWeight)
                .with("bucket", presenceBucket);
        // Most miners have no more to show than their fingerprint: a row of up to 1 KB costs one unit.
        return tier.equals(HardwareTier.FINGERPRINT)
                ? row.build()
                : row.with("tier", tier).build();
    }

    static Machine of(Item row) {
        return new Machine(
                row.text("miner"),
                row.text("entry").substring(PREFIX.length()),
                row.number("version"),
                row.number("bound") == 1,
                row.text("label"),
                row.text("family"),
                row.text("arch"),
                row.text("model"),
                row.number("cores"),
                row.number("at"),
                row.number("first_at"),
                row.number("weight"),
                row.number("hw_weight"),
                (int) row.number("active"),
                (int) row.number("passing"),
                row.number("passed") == 1,
                row.number("review") == 1,
                row.number("entropy"),
                row.bytes("digest"),
                row.bytes("history"),
                MacWindow.decode(row.bytes("macs")),
                SubmissionWindow.decode(row.bytes("window")),
                row.number("epoch"),
                row.number("epoch_weight"),
                row.number("bucket"),
                row.findText("tier").orElse(HardwareTier.FINGERPRINT));
    }
}
