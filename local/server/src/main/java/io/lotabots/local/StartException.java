package io.lotabots.local;

/** Why the platform cannot start, in one line for the person who starts it. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String line) {
        super(line.replace('\n', ' '));
    }

    public StartException(String line, Throwable cause) {
        super(line.replace('\n', ' '), cause);
    }
}
