package io.lotabots.local.aws;

/** A resource cannot be brought to what its template says; the message is one plain line for people. */
public final class ProvisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProvisionException(String message) {
        super(message);
    }
}
