package io.lotabots.identity;

import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;

/**
 * A row of the table {@code accounts} of someone who signs in with a password.
 *
 * @param username as it was chosen; nobody else's differs by capitals alone
 * @param email as it was given
 * @param emailVerified whether whoever reads that address said so
 * @param password as {@code Passwords} stores it; never leaves this service
 * @param secondFactor whether a sign-in with the password needs a one-time password too
 * @param generation how often what proves this person was changed: a sign-in counts only under the one that it began with
 * @param createdAt seconds since 1970
 */
record Person(
        String account,
        String username,
        String email,
        boolean emailVerified,
        String password,
        boolean secondFactor,
        long generation,
        long createdAt) {
    /** What raises the generation, in the update that changes what proves a person; {@code :one} is 1. */
    static final String RAISED = " ADD #generation :one";

    static Item key(String account) {
        return Item.of("account", account);
    }

    Item item() {
        return key(account).toBuilder()
                .with("username", username)
                .with("email", email)
                .with("email_verified", emailVerified ? 1 : 0)
                .with("password", password)
                .with("second_factor", secondFactor ? 1 : 0)
                .with("created_at", createdAt)
                .build();
    }

    /** Holds while what proves this person is as it was read. */
    Expression unchanged() {
        return generation == 0
                ? Expression.of("attribute_exists(#password) AND attribute_not_exists(#generation)")
                : Expression.of("#generation = :generation").with(":generation", generation);
    }

    static Person of(Item row) {
        return new Person(
                row.text("account"),
                row.text("username"),
                row.text("email"),
                row.number("email_verified", 0) == 1,
                row.text("password"),
                row.number("second_factor", 0) == 1,
                row.number("generation", 0),
                row.number("created_at"));
    }
}
