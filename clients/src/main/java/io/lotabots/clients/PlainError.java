package io.lotabots.clients;

import picocli.CommandLine.ExitCode;

/** A mistake of the caller or of the surroundings that one plain line explains; never shown with a stack trace. */
public final class PlainError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** An error whose message is the whole explanation. */
    public PlainError(String message) {
        this(message, ExitCode.USAGE);
    }

    /** An error whose message is the whole explanation, with its cause for debuggers. */
    public PlainError(String message, Throwable cause) {
        super(message, cause);
        this.status = ExitCode.USAGE;
    }

    private PlainError(String message, int status) {
        super(message);
        this.status = status;
    }

    /** What was asked for is right, and was not done. */
    public static PlainError notDone(String message) {
        return new PlainError(message, ExitCode.SOFTWARE);
    }

    /** The exit status that the command ends with. */
    public int status() {
        return status;
    }
}
