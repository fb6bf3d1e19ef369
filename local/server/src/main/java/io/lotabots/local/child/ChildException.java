package io.lotabots.local.child;

/** A child process could not be started; the message is one plain line for people. */
public final class ChildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChildException(String message) {
        super(message);
    }

    ChildException(String message, Throwable cause) {
        super(message, cause);
    }
}
