package io.lotabots.credentials;

/** What an authenticator answered does not hold; the message says why, for logs and tests, not for the caller. */
public final class PasskeyRefused extends Exception {
    private static final long serialVersionUID = 1L;

    PasskeyRefused(Throwable why) {
        super(why.getMessage(), why);
    }
}
