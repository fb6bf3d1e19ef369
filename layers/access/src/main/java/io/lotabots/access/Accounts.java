package io.lotabots.access;

import io.lotabots.crypto.Base32;
import io.lotabots.platform.RandomBytes;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of accounts: {@code 0x} and 40 lower-case hexadecimal digits for a wallet, {@code usr_} and 26 letters and digits
 * of base32 (128 random bits) for a person with a password.
 */
public final class Accounts {
    private static final int PERSON_BYTES = 16;
    private static final Pattern WALLET = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern PERSON = Pattern.compile("usr_[a-z2-7]{26}");

    private Accounts() {}

    /** Whether a text is the name of an account, of a wallet or of a person. */
    public static boolean isAccount(String text) {
        return isWallet(text) || PERSON.matcher(text).matches();
    }

    /** Whether a text is the name of a wallet's account. */
    public static boolean isWallet(String text) {
        return WALLET.matcher(text).matches();
    }

    /** The account that a text names in either case; empty when it names none. */
    public static Optional<String> of(String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT)).filter(Accounts::isAccount);
    }

    /** A name for a new person. */
    public static String newPerson() {
        return "usr_" + Base32.encode(RandomBytes.of(PERSON_BYTES)).toLowerCase(Locale.ROOT);
    }
}
