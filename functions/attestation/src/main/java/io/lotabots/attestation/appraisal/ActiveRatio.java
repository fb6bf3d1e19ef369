package io.lotabots.attestation.appraisal;

/**
 * How many of the active checks passed.
 *
 * @param passed 0 to {@code total}
 * @param total at least 1
 */
public record ActiveRatio(int passed, int total) {
    public ActiveRatio {
        if (total < 1 || passed < 0 || passed > total) {
            throw new IllegalArgumentException(
                    "active ratio must be 0..total of at least 1, got " + passed + "/" + total);
        }
    }
}
