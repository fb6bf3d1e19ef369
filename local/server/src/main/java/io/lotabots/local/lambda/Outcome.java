package io.lotabots.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/**
 * How an invocation ended.
 *
 * @param payload the function's answer, or the error as JSON ({@code errorType}, {@code errorMessage})
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
public record Outcome(Status status, byte[] payload) {
    /** {@code ERROR}, {@code TIMEOUT}: of the function. The others: the invocation was refused before it ran. */
    public enum Status {
        OK,
        ERROR,
        TIMEOUT,
        THROTTLED,
        TOO_LARGE
    }

    static Outcome ok(byte[] payload) {
        return new Outcome(Status.OK, payload);
    }

    static Outcome failed(Status status, String type, String message) {
        return new Outcome(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("errorType", type)
                        .put("errorMessage", message)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
