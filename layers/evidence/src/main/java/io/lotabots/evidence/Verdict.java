package io.lotabots.evidence;

import java.util.Map;
import java.util.SequencedMap;

/** What a verifier says of one piece of evidence. */
public sealed interface Verdict {
    /**
     * Every check passed.
     *
     * @param claims what the evidence says and its signature covers: texts, {@link Long}, {@link Boolean}, lists and maps
     *     of these, bytes as lower-case hexadecimal
     * @param vector how far it is to be trusted, after AR4SI
     * @param cautions what keeps it from being trusted further, with a sentence each; empty when nothing does
     */
    record Accepted(SequencedMap<String, Object> claims, TrustVector vector, Map<Reason, String> cautions)
            implements Verdict {}

    /** A check failed; nothing that the evidence says is to be believed. {@code detail} is one plain sentence. */
    record Refused(Reason reason, String detail) implements Verdict {}

    default boolean accepted() {
        return this instanceof Accepted;
    }

    /** The tier of the whole: contraindicated when refused. */
    default Tier status() {
        return switch (this) {
            case Accepted accepted -> accepted.vector().status();
            case Refused _ -> Tier.CONTRAINDICATED;
        };
    }
}
