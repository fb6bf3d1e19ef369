package io.lotabots.attestation;

import java.util.List;
import java.util.Optional;

/**
 * What the appraisal found in one submission.
 *
 * @param family the family of the classified device
 * @param arch its architecture tier
 * @param passed whether the fingerprint is valid
 * @param reasons why not, as stable words
 * @param review whether the temporal review raised a flag
 * @param activeChecks bit mask of the checks that count
 * @param passedChecks bit mask of those that passed
 * @param hardwareWeight the table's weight, in units of 1e-9
 * @param weight what this attestation is worth, in units of 1e-9; 0 for invalid evidence
 * @param history the machine's temporal history with this measurement
 * @param measuredFields how many of the five fields of the profile are not zero
 * @param profileKey 64 hexadecimal digits under which copies of the fingerprint meet; absent when it holds nothing that
 *     a machine measured, so that equal ones are no copies
 * @param fingerprintDigest 64 hexadecimal digits over the fingerprint
 * @param entropyScore shown with the miner, in units of 1e-6
 * @param tier what hardware evidence the weight counts, see {@link HardwareTier}
 */
record Judgement(
        String family,
        String arch,
        boolean passed,
        List<String> reasons,
        boolean review,
        int activeChecks,
        int passedChecks,
        long hardwareWeight,
        long weight,
        byte[] history,
        int measuredFields,
        Optional<String> profileKey,
        String fingerprintDigest,
        long entropyScore,
        String tier) {
    /** The same with another weight and tier. */
    Judgement weighing(long changed, String tier) {
        return new Judgement(
                family,
                arch,
                passed,
                reasons,
                review,
                activeChecks,
                passedChecks,
                hardwareWeight,
                changed,
                history,
                measuredFields,
                profileKey,
                fingerprintDigest,
                entropyScore,
                tier);
    }
}
