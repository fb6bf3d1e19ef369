package io.lotabots.verdicts;

import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** JSON in its one canonical form (RFC 8785), for digests that both sides come to. */
public final class CanonicalText {
    private CanonicalText() {}

    /**
     * @param json a text that a bounded parser read before: this one goes as deep as it is sent
     * @throws IllegalArgumentException when it is no JSON, or holds a number that no double is
     */
    public static String of(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("no JSON that has a canonical form", unreadable);
        }
    }
}
