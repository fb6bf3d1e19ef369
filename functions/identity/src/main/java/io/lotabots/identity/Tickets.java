package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.crypto.Digests;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Random texts that are good once and briefly: in mails, and between the steps of a ceremony. Only their digests are
 * stored, so that who reads the table has none of them.
 */
final class Tickets {
    private static final int BYTES = 32;
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Table nonces;

    Tickets(Aws aws) {
        this.nonces = aws.table("NONCES");
    }

    /** What a ticket is for; one of one kind is nothing to another. */
    enum Kind {
        VERIFY_EMAIL(24 * 3600),
        RESET_PASSWORD(1800),
        REGISTER_PASSKEY(300),
        SIGN_IN_WITH_PASSKEY(300);

        private final long seconds;

        Kind(long seconds) {
            this.seconds = seconds;
        }

        /** How long one is good. */
        long seconds() {
            return seconds;
        }
    }

    /** A new ticket. @param kept texts that it stands for */
    String issue(Kind kind, Map<String, String> kept, long now) {
        String ticket = Base64Text.random(BYTES);
        Item.Builder row = key(kind, ticket).toBuilder();
        kept.forEach(row::with);
        nonces.put(row.with("expires_at", now + kind.seconds).build(), Expression.of("attribute_not_exists(#nonce)"));
        return ticket;
    }

    /** Takes a ticket for good: of many who show it at once one has what it stands for. */
    Optional<Item> take(Kind kind, String ticket, long now) {
        if (!TICKET.matcher(ticket).matches()) {
            return Optional.empty();
        }
        return switch (nonces.delete(
                key(kind, ticket), Expression.of("#expires_at > :now").with(":now", now))) {
            case Written.Done done when !done.row().isEmpty() -> Optional.of(done.row());
            case Written.Done _, Written.Refused _ -> Optional.empty();
        };
    }

    /** What a ticket stands for, without taking it. */
    Optional<Item> look(Kind kind, String ticket, long now) {
        return TICKET.matcher(ticket).matches()
                ? nonces.get(key(kind, ticket)).filter(row -> row.number("expires_at") > now)
                : Optional.empty();
    }

    private static Item key(Kind kind, String ticket) {
        return Item.of("nonce", kind.name().toLowerCase(java.util.Locale.ROOT) + "#" + Digests.sha256Hex(ticket));
    }
}
