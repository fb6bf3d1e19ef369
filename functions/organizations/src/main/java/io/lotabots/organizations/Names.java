package io.lotabots.organizations;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names as people give them, and the form by which two of them are told apart: without case, and with letters that look alike
 * to Unicode (compatibility forms) made one (NFKC, Unicode Standard Annex 15).
 */
final class Names {
    /** Longest name, in UTF-16 units, before and after normalisation. */
    static final int MOST_LETTERS = 64;

    /**
     * What is drawn as nothing at all and is yet no control: Unicode's default ignorable characters (grapheme joiner, fillers,
     * variation selectors), and the signs that are blank by what they mean (braille, music).
     */
    private static final Pattern BLANK =
            Pattern.compile("[\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}"
                    + "\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{16FE4}\\x{1D159}\\x{E0000}-\\x{E0FFF}]");

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
        return BLANK.matcher(Character.toString(letter)).matches() || isNoLetter(letter);
    }

    private static boolean isNoLetter(int letter) {
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
