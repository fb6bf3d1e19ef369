package io.lotabots.attestation.appraisal;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole words of a lower-case text, given as the alternatives of a regular expression: neither a letter ({@code a} to
 * {@code z}) nor a digit adjoins a match.
 *
 * <p>Where words begin is found by a plain loop, because an expression that looks behind every character costs as much as
 * all the rest of a classification.
 */
final class Words {
    private final Pattern pattern;

    private Words(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Words by an expression of which every alternative begins with a letter or digit. */
    static Words of(String alternatives) {
        return new Words(Pattern.compile("(?:" + alternatives + ")(?![a-z0-9])"));
    }

    boolean areIn(String text) {
        return first(text).isPresent();
    }

    /** The first of these words in {@code text}. */
    Optional<MatchResult> first(String text) {
        Matcher word = pattern.matcher(text);
        for (int i = 0; i < text.length(); i++) {
            boolean begins = isPart(text.charAt(i)) && (i == 0 || !isPart(text.charAt(i - 1)));
            if (begins && word.region(i, text.length()).lookingAt()) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private static boolean isPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
