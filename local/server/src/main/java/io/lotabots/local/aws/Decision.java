package io.lotabots.local.aws;

/**
 * The outcome of an evaluation.
 *
 * @param reason ends a denial's message; empty when allowed
 */
record Decision(boolean allowed, String reason) {
    static final Decision ALLOWED = new Decision(true, "");

    static Decision denied(String reason) {
        return new Decision(false, reason);
    }
}
