package io.lotabots.crypto;

import java.util.regex.Pattern;

/** Keys and signatures of Ed25519 as the wire writes them: hexadecimal digits of either case. */
public final class Hex {
    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{" + 2 * Ed25519.KEY_BYTES + "}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-fA-F]{" + 2 * Ed25519.SIGNATURE_BYTES + "}");

    private Hex() {}

    /** Whether a text is 64 hexadecimal digits; {@link Ed25519#isUsableKey} says whether they can be a key. */
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** Whether a text is 128 hexadecimal digits. */
    public static boolean isSignature(String text) {
        return SIGNATURE.matcher(text).matches();
    }
}
