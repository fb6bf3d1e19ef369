package io.lotabots.organizations;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names as people give them, and the form by which two of them are told apart: without case, and with letters that look alike
 * to Unicode (compatibility forms) made one (NFKC, Unicode Standard Annex 15).
 */
final class Names {
    /** Longest name, in UTF-16 units, before and after normalisation. */
    static final int MOST_LETTERS = 64;

    private Names() {}

    /** A name without blanks around it, in composed form. @throws Refusal 400 when it is none that can be shown */
    static String of(@Nullable String given) {
        if (given == null || given.isBlank()) {
            throw Fields.invalid("name", "is missing; give 1 to " + MOST_LETTERS + " letters");
        }
        String name = Normalizer.normalize(given.strip(), Normalizer.Form.NFC);
        if (name.length() > MOST_LETTERS || folded(name).length() > MOST_LETTERS) {
            throw Fields.invalid("name", "may have " + MOST_LETTERS + " letters, got " + name.length());
        }
        if (name.codePoints().anyMatch(Names::unseen)) {
            throw Fields.invalid("name", "must have no control or invisible characters");
        }
        return name;
    }

    /** The form by which names are told apart. */
    static String folded(String name) {
        String lower = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC)
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static boolean unseen(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
