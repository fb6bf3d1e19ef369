package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Refusal;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single fields of requests; every refusal names the field, what it takes and, in short, what was got. */
final class Fields {
    private static final int MAX_SHOWN = 40;

    private Fields() {}

    /** A text that matches, {@code otherwise} when it is absent. @throws Refusal 400 when it does not match */
    static String word(String field, @Nullable String text, Pattern pattern, String otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!pattern.matcher(text).matches()) {
            throw invalid(field, "must match " + pattern + ", got " + shown(text));
        }
        return text;
    }

    /** A text that must be there and match. */
    static String word(String field, @Nullable String text, Pattern pattern) {
        if (text == null) {
            throw invalid(field, "must match " + pattern + ", got none");
        }
        return word(field, text, pattern, "");
    }

    /** Any text of a length. */
    static Optional<String> text(String field, @Nullable String text, int most) {
        if (text != null && (text.length() > most || text.chars().anyMatch(Character::isISOControl))) {
            throw invalid(field, "must have at most " + most + " characters and no control characters");
        }
        return Optional.ofNullable(text).filter(t -> !t.isBlank());
    }

    /** Bytes in base64 or base64url, with or without padding. */
    static byte[] bytes(String field, @Nullable String text, int most) {
        if (text == null) {
            throw invalid(field, "must be base64url, got none");
        }
        if (text.length() > (most + 2L) / 3 * 4 + 4) {
            throw invalid(field, "must have at most " + most + " bytes, got " + text.length() + " characters");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException malformed) {
            throw invalid(field, "must be base64url");
        }
        if (bytes.length > most) {
            throw invalid(field, "must have at most " + most + " bytes, got " + bytes.length);
        }
        return bytes;
    }

    /** Bytes of a member of a body. */
    static byte[] bytes(String field, @Nullable JsonNode node, int most) {
        if (node == null || !node.isTextual()) {
            throw invalid(field, "must be a text of base64url");
        }
        return bytes(field, node.textValue(), most);
    }

    static Refusal invalid(String field, String why) {
        return new Refusal(400, "INVALID_FIELD", "Field '" + field + "' " + why).with("field", field);
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return "'" + (line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…") + "'";
    }
}
