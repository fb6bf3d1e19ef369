package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotabots.clients.PlainError;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One case of a conformance file: inputs by path, parameters, and what is expected of them.
 *
 * @param inputs paths of files, below the folder of the conformance file
 * @param params the clock ({@code verify_at}), the nonce, and what the format's policy asks
 */
record Case(String id, String format, JsonNode inputs, JsonNode params, JsonNode expect) {
    static Case of(JsonNode node) {
        for (String field : new String[] {"id", "format"}) {
            if (!node.path(field).isTextual()) {
                throw PlainError.notDone("cases.json: a case has no text \"" + field + "\"");
            }
        }
        return new Case(
                node.path("id").textValue(),
                node.path("format").textValue(),
                node.path("inputs"),
                node.path("params"),
                node.path("expect"));
    }

    /** The clock of the case; far in the past when it names none, so that nothing valid by chance passes. */
    Instant at() {
        String text = text("verify_at");
        if (text == null) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw PlainError.notDone(id + ": verify_at is no instant: " + text);
        }
    }

    /** The bytes of {@code nonce}, or null when the case binds nothing. */
    byte @Nullable [] nonce() {
        String text = text("nonce");
        return text == null ? null : hex("nonce", text);
    }

    /** A parameter that is a text, or null. */
    @Nullable
    String text(String name) {
        return params.path(name).textValue();
    }

    boolean isAcceptExpected() {
        return switch (expect.path("verdict").asText()) {
            case "accept" -> true;
            case "reject" -> false;
            default ->
                throw PlainError.notDone(id + ": the verdict that is expected is \"accept\" or \"reject\", got "
                        + expect.path("verdict"));
        };
    }

    /** The claims that must stand in the verdict; missing when none are listed. */
    JsonNode claims() {
        JsonNode claims = expect.path("claims");
        return claims.isObject() ? claims : MissingNode.getInstance();
    }

    byte[] hex(String name, String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException malformed) {
            throw PlainError.notDone(id + ": " + name + " is not hexadecimal: " + text);
        }
    }
}
