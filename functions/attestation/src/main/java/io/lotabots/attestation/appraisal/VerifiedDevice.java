package io.lotabots.attestation.appraisal;

/**
 * The device that the server derived from the evidence: the one that pays.
 *
 * @param family key of the weight table, such as {@code PowerPC}; may be a family that the table does not know
 * @param arch key within the family, such as {@code G4} or {@code default}
 */
public record VerifiedDevice(String family, String arch) {
    static final String DEFAULT = "default";

    static VerifiedDevice defaultOf(String family) {
        return new VerifiedDevice(family, DEFAULT);
    }
}
