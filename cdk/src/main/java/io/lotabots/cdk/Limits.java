package io.lotabots.cdk;

import java.util.List;

/** Checks of settings; each refusal names the setting, what is allowed, and what was got. */
final class Limits {

    private static final int SHOWN = 80;

    private Limits() {}

    static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be between " + least + " and " + most + ", got: " + value);
        }
    }

    static void matches(String key, String value, String pattern) {
        if (!value.matches(pattern)) {
            throw new IllegalArgumentException(key + " must match " + pattern + ", got: " + shown(value));
        }
    }

    static void each(String key, List<String> values, int most, String pattern) {
        if (values.size() > most) {
            throw new IllegalArgumentException(key + " takes at most " + most + " values, got: " + values.size());
        }
        values.forEach(value -> matches(key, value, pattern));
    }

    static void oneOf(String key, int value, List<Integer> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(key + " must be one of " + allowed + ", got: " + value);
        }
    }

    /** The value as it may stand in a message: bounded, in one line. */
    static String shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
