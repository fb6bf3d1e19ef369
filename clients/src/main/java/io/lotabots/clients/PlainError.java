package io.lotabots.clients;

/** A mistake of the caller or of the surroundings that one plain line explains; never shown with a stack trace. */
public final class PlainError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error whose message is the whole explanation. */
    public PlainError(String message) {
        super(message);
    }

    /** An error whose message is the whole explanation, with its cause for debuggers. */
    public PlainError(String message, Throwable cause) {
        super(message, cause);
    }
}
