package io.lotabots.evidence;

import java.io.Serial;

/** Evidence that does not hold: the one exception that reading and verifying throws, with its {@link Reason}. */
public final class EvidenceRefused extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param detail one plain sentence that names the field, the limit or the value expected, and what was got */
    public EvidenceRefused(Reason reason, String detail) {
        // Bad input is no surprise: who called is of no interest, and a stack trace costs more than the checks.
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The sentence given at construction. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
