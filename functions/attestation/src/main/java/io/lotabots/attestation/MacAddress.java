package io.lotabots.attestation;

import java.util.Locale;
import java.util.Optional;

/**
 * The address of a network interface, as one text however a client writes it: {@code 00:0C:29:..}, {@code 00-0c-29-..}
 * and {@code 000c.29..} are the same.
 *
 * @param value the hexadecimal digits alone, in lower case; a text that holds no vendor's worth of them stays as it is
 *     but for its case and the blanks around it
 */
record MacAddress(String value) {
    private static final int VENDOR_DIGITS = 6;

    /** Reads any text; characters that are no hexadecimal digits hide no address from a list of vendors. */
    static MacAddress of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        String digits = lower.replaceAll("[^0-9a-f]", "");
        return new MacAddress(digits.length() < VENDOR_DIGITS ? lower : digits);
    }

    /** The vendor prefix (OUI) as 6 hexadecimal digits, absent when the text holds no six digits. */
    Optional<String> vendor() {
        return Optional.of(value)
                .filter(v -> v.length() >= VENDOR_DIGITS && v.chars().allMatch(c -> Character.digit(c, 16) >= 0))
                .map(v -> v.substring(0, VENDOR_DIGITS));
    }
}
