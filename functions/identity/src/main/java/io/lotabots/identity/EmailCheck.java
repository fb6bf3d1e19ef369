package io.lotabots.identity;

import java.util.Map;

/** Sends the token that says its reader has the address of an account. */
final class EmailCheck {
    private EmailCheck() {}

    static void send(Person person, Tickets tickets, Letters letters, long now) {
        String ticket = tickets.issue(
                Tickets.Kind.VERIFY_EMAIL, Map.of("account", person.account(), "email", person.email()), now);
        letters.send(person, Letters.Kind.VERIFY_EMAIL, ticket, now + Tickets.Kind.VERIFY_EMAIL.seconds(), now);
    }
}
