package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.EventBus;

/** Asks for mails, as events: who sends them, in which words and languages, listens to the bus. */
final class Letters {
    private static final String EVENT = "MailRequested";
    private static final String NOTHING = "MailWithheld";

    private final EventBus bus;

    Letters(Aws aws) {
        this.bus = aws.bus("MAIL");
    }

    /** What a mail is about. */
    enum Kind {
        /** Holds the token that says its reader has the address. */
        VERIFY_EMAIL,
        /** Holds the token that sets a new password. */
        RESET_PASSWORD,
        PASSWORD_CHANGED,
        SECOND_FACTOR_ADDED,
        SECOND_FACTOR_REMOVED,
        RECOVERY_CODE_USED,
        KEY_ADDED,
        PASSKEY_ADDED,
        PASSKEY_REMOVED
    }

    /**
     * A mail.
     *
     * @param kind a {@link Kind} in small letters
     * @param token what its reader hands in; empty for mails that only tell something
     * @param expiresAt until when the token is good, seconds since 1970; 0 without one
     */
    record Letter(
            String to, String kind, String username, String account, String token, long expiresAt, long requestedAt) {}

    /** Asks for a mail that tells something. */
    void tell(Person person, Kind kind, long now) {
        send(person, kind, "", 0, now);
    }

    /** Asks for a mail with a token. */
    void send(Person person, Kind kind, String token, long expiresAt, long now) {
        bus.put(
                EVENT,
                new Letter(
                        person.email(),
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        person.username(),
                        person.account(),
                        token,
                        expiresAt,
                        now));
    }

    /**
     * Tells the bus that no mail goes out, in an event as long as one that asks for one: who waits for the answer learns
     * nothing from the time that it takes.
     */
    void withhold(Kind kind, String token, long expiresAt, long now) {
        String nobody = "nobody";
        bus.put(
                NOTHING,
                new Letter(
                        nobody,
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        nobody,
                        nobody,
                        "-".repeat(token.length()),
                        expiresAt,
                        now));
    }
}
