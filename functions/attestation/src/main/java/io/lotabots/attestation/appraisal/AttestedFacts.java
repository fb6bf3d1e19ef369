package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an appraisal looks at.
 *
 * @param device the {@code device} object of the attestation, of any shape
 * @param signals the {@code signals} object, of any shape
 * @param fingerprint the {@code fingerprint} object, of any shape
 * @param canonicallySigned whether a valid signature covers the canonical JSON of the whole report
 * @param history the earlier measurements of this hardware
 * @param previousHash block hash that selects the epoch's checks, null when there is none
 * @param virtualHardwareWeight weight of a virtual machine, in units of 1e-9; 0 where virtual hardware is not paid
 */
public record AttestedFacts(
        JsonNode device,
        JsonNode signals,
        JsonNode fingerprint,
        boolean canonicallySigned,
        TemporalHistory history,
        @Nullable String previousHash,
        long virtualHardwareWeight) {
    public AttestedFacts {
        if (virtualHardwareWeight < 0) {
            throw new IllegalArgumentException(
                    "virtualHardwareWeight must be 0 or more units of 1e-9, got " + virtualHardwareWeight);
        }
    }
}
