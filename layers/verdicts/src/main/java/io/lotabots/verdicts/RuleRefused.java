package io.lotabots.verdicts;

import java.io.Serial;

/** A rule that is not accepted, or did not come to an answer; the message is one plain sentence. */
public final class RuleRefused extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public RuleRefused(String sentence) {
        super(sentence, null, false, false);
    }

    /** The sentence given at construction. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
