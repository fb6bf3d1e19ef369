package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the endpoints of the passkey ceremonies share. */
final class Ceremonies {
    /** Longest answer of an authenticator, as JSON. */
    private static final int MOST_CHARACTERS = 32 * 1024;

    private Ceremonies() {}

    /** JSON that the library wrote. */
    static JsonNode tree(String json) {
        try {
            return Json.tree(json.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException("the options of a ceremony are no JSON", impossible);
        }
    }

    /** What a browser answered, as the library reads it. */
    static String text(String field, @Nullable JsonNode credential) {
        if (credential == null || !credential.isObject()) {
            throw Fields.invalid(field, "must be the JSON object that the browser answered");
        }
        String text = credential.toString();
        if (text.length() > MOST_CHARACTERS) {
            throw Fields.invalid(field, "must have at most " + MOST_CHARACTERS + " characters, got " + text.length());
        }
        return text;
    }

    static Refusal unknown() {
        return new Refusal(
                400, "NO_CEREMONY", "This ceremony was not begun for you, is too old or was used: ask for new options");
    }
}
