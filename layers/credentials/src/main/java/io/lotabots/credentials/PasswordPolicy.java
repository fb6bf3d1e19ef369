package io.lotabots.credentials;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What a password may be (OWASP ASVS 5.0, 6.2; NIST SP 800-63B-4, 3.1.1): long enough, not one that everybody chooses, and
 * more than the words of its context. Nothing is asked of which characters it is made, and it never expires by itself.
 */
public final class PasswordPolicy {
    /** Fewest characters (Unicode code points). */
    public static final int MIN_LENGTH = 8;

    /** Most characters; all of them count. */
    public static final int MAX_LENGTH = 256;

    /** Fewest characters that are left when every word of the context is taken away. */
    private static final int MIN_OWN = 6;

    /** Shortest word that counts as one of the context. */
    private static final int MIN_WORD = 4;

    private final CommonPasswords common;

    public PasswordPolicy(CommonPasswords common) {
        this.common = common;
    }

    /**
     * Why a password cannot be one, in a sentence for who chose it.
     *
     * @param context words that a guesser would begin with: the service's, the user's name and address
     * @return empty when it can
     */
    public Optional<String> objection(String password, Collection<String> context) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            return Optional.of("A password has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters, got " + length);
        }
        if (common.contains(password)) {
            return Optional.of("This password is among those that are tried first: choose another");
        }
        String own = password.toLowerCase(Locale.ROOT);
        for (String word : context) {
            if (word.length() >= MIN_WORD) {
                own = own.replace(word.toLowerCase(Locale.ROOT), "");
            }
        }
        if (own.length() < Math.min(MIN_OWN, length)) {
            return Optional.of("Without your name, your address and the service's name too little of this password is"
                    + " left: choose another");
        }
        return Optional.empty();
    }
}
