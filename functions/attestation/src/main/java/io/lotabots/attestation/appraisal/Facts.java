package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Reads single facts from JSON of any shape. A fact of another type, or beyond its bound, is absent. */
final class Facts {
    /** Longest text that takes part in an appraisal, in UTF-16 units; the rest is cut off. */
    static final int MAX_TEXT = 256;

    /** Largest magnitude of a measured number; what is beyond is brought to this limit. */
    private static final double MAX_NUMBER = 1e15;

    private Facts() {}

    /** The text at the first of {@code names} that holds one, trimmed and cut to {@link #MAX_TEXT}; else empty. */
    static String text(JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isTextual()) {
                String text = value.textValue().strip();
                return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
            }
        }
        return "";
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The number at {@code name}, within ±1e15; 0 when there is none. */
    static double number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isNumber() ? Math.clamp(value.doubleValue(), -MAX_NUMBER, MAX_NUMBER) : 0;
    }

    static boolean isTrue(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isBoolean() && value.booleanValue();
    }

    static boolean isFalse(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isBoolean() && !value.booleanValue();
    }

    static boolean nonEmptyObject(JsonNode value) {
        return value.isObject() && !value.isEmpty();
    }
}
