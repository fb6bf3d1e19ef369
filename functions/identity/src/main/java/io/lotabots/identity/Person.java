package io.lotabots.identity;

import io.lotabots.aws.Item;

/**
 * A row of the table {@code accounts} of someone who signs in with a password.
 *
 * @param username as it was chosen; nobody else's differs by capitals alone
 * @param email as it was given
 * @param emailVerified whether whoever reads that address said so
 * @param password as {@code Passwords} stores it; never leaves this service
 * @param secondFactor whether a sign-in with the password needs a one-time password too
 * @param createdAt seconds since 1970
 */
record Person(
        String account,
        String username,
        String email,
        boolean emailVerified,
        String password,
        boolean secondFactor,
        long createdAt) {

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

    static Person of(Item row) {
        return new Person(
                row.text("account"),
                row.text("username"),
                row.text("email"),
                row.number("email_verified", 0) == 1,
                row.text("password"),
                row.number("second_factor", 0) == 1,
                row.number("created_at"));
    }
}
