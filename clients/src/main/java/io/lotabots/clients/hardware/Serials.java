package io.lotabots.clients.hardware;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells a serial number from what makers print where they gave none. */
final class Serials {
    private static final Set<String> PLACEHOLDERS = Set.of(
            "none",
            "unknown",
            "not specified",
            "not applicable",
            "not available",
            "n/a",
            "na",
            "default string",
            "system serial number",
            "base board serial number",
            "chassis serial number",
            "to be filled by o.e.m.",
            "o.e.m.",
            "oem",
            "empty",
            "invalid",
            "123456789",
            "1234567890",
            "0123456789");

    private Serials() {}

    /** The serial number, when it is one: 3 to 64 characters that are not all the same. */
    static Optional<String> real(Optional<String> given) {
        return given.map(String::strip)
                .filter(serial -> serial.length() >= 3 && serial.length() <= 64)
                .filter(serial -> !PLACEHOLDERS.contains(serial.toLowerCase(Locale.ROOT)))
                .filter(serial -> serial.chars()
                                .filter(c -> c != '-' && c != ' ')
                                .distinct()
                                .count()
                        > 1);
    }
}
