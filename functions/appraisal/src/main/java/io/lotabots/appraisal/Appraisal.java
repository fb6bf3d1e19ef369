package io.lotabots.appraisal;

import java.util.List;
import java.util.SequencedMap;

/**
 * What was found about one piece of evidence, for people and for the signed result.
 *
 * @param label its name among the submodules
 * @param status {@code affirming}, {@code warning}, {@code contraindicated} or {@code none}
 * @param vector AR4SI's claims by name
 * @param claims what the evidence says; empty when it was refused, because then nothing it says is to be believed
 * @param refused why it was refused; empty when it was not
 * @param cautions what keeps it from being trusted further
 * @param rules the rules of the policy that did not hold
 * @param device the chip's id under /v1/devices, when the evidence tells which it is; empty otherwise
 */
record Appraisal(
        String label,
        String format,
        String status,
        String policy,
        SequencedMap<String, Integer> vector,
        SequencedMap<String, Object> claims,
        List<Note> refused,
        List<Note> cautions,
        List<Note> rules,
        String device) {
    /** @param code stable, for programs; {@code detail} is a sentence for people */
    record Note(String code, String detail) {}

    boolean accepted() {
        return refused.isEmpty();
    }
}
