package io.lotabots.identity;

import io.lotabots.platform.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single fields of requests; a refusal names the field and what it takes, and never repeats what may be a secret. */
final class Fields {
    /** Longest text that is looked at as a password, in UTF-16 units; the policy's own limit is shorter. */
    private static final int MOST_PASSWORD = 1024;

    private static final int MOST_CODE = 64;
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,49}");
    private static final Pattern WALLET_LIKE = Pattern.compile("0[xX].*");
    private static final Pattern EMAIL = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\\.[A-Za-z0-9-]{1,63})+");
    private static final int MOST_EMAIL = 254;

    /** Everything that is seen: no controls, marks of direction, lone surrogates, or ends of lines. */
    private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,64}");

    private Fields() {}

    /** A user name that can be chosen. */
    static String newUsername(@Nullable String text) {
        if (text == null
                || !USERNAME.matcher(text).matches()
                || WALLET_LIKE.matcher(text).matches()) {
            throw new Refusal(
                            400,
                            "INVALID_USERNAME",
                            "Field 'username' must be 3 to 50 letters, digits, dots, underscores and hyphens, begin"
                                    + " with a letter or digit and not with 0x")
                    .with("field", "username");
        }
        return text;
    }

    static String email(@Nullable String text) {
        if (text == null || text.length() > MOST_EMAIL || !EMAIL.matcher(text).matches()) {
            throw new Refusal(400, "INVALID_EMAIL", "Field 'email' must be an address such as name@example.org")
                    .with("field", "email");
        }
        return text;
    }

    /** A password as it was sent, whatever it holds. */
    static String password(String field, @Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MOST_PASSWORD) {
            throw invalid(field, "must be a text of 1 to " + MOST_PASSWORD + " characters");
        }
        return text;
    }

    /** Who signs in: a user name or an address, whether or not anybody has it. */
    static String login(String field, @Nullable String text) {
        if (text == null || text.isBlank() || text.length() > MOST_EMAIL) {
            throw invalid(field, "must be a user name or an address of 1 to " + MOST_EMAIL + " characters");
        }
        return text.strip();
    }

    /** A one-time password, a recovery code or a ticket; which, and whether it is one, is seen when it is used. */
    static String code(String field, @Nullable String text) {
        return findCode(field, text).orElseThrow(() -> invalid(field, "must be a code, got none"));
    }

    static Optional<String> findCode(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        if (text.length() > MOST_CODE) {
            throw invalid(field, "must have at most " + MOST_CODE + " characters, got " + text.length());
        }
        return Optional.of(text.strip());
    }

    /** What its owner calls something. */
    static String name(String field, @Nullable String text) {
        if (text == null || text.isBlank() || !NAME.matcher(text).matches()) {
            throw invalid(field, "must be 1 to 64 characters, none of them control or invisible characters");
        }
        return text.strip();
    }

    static String matching(String field, @Nullable String text, Pattern pattern) {
        if (text == null || !pattern.matcher(text).matches()) {
            throw invalid(field, "must match " + pattern);
        }
        return text;
    }

    static Refusal invalid(String field, String why) {
        return new Refusal(400, "INVALID_FIELD", "Field '" + field + "' " + why).with("field", field);
    }
}
