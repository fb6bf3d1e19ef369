package io.lotabots.clients.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a node answered, or why it did not.
 *
 * @param step what was asked, such as {@code GET /epoch}
 * @param status the HTTP status, 0 when there was no answer
 * @param body the JSON object, a missing node when the answer was anything else
 * @param retryAfter what the node asked to wait, at most a day
 * @param trouble what was wrong with an answer that is no JSON object, or why there was none; empty otherwise
 */
public record NodeAnswer(String step, int status, JsonNode body, Optional<Duration> retryAfter, String trouble) {
    private static final int MAX_TEXT = 200;

    static NodeAnswer none(String step, String trouble) {
        return new NodeAnswer(step, 0, MissingNode.getInstance(), Optional.empty(), trouble);
    }

    /** Whether the node did what it was asked: 2xx with nothing, or with a JSON object that does not say {@code ok:false}. */
    public boolean isDone() {
        return trouble.isEmpty()
                && status >= 200
                && status < 300
                && (body.isObject() || status == 204)
                && body.path("ok").asBoolean(true);
    }

    /** Whether asking again later may help: no answer, too many requests, or a fault of the node. */
    public boolean isTransient() {
        return status == 0 || status == 429 || status >= 500;
    }

    /** A scalar field as text for a terminal; empty when it is absent, null or no scalar. */
    public Optional<String> text(String field) {
        var value = body.path(field);
        return value.isValueNode() && !value.isNull() ? Optional.of(printable(value.asText())) : Optional.empty();
    }

    /** A whole number that fits in 64 bits and is not negative. */
    public OptionalLong whole(String field) {
        var value = body.path(field);
        return value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.bigIntegerValue().compareTo(BigInteger.ZERO) >= 0
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** A field that says true. */
    public boolean isTrue(String field) {
        return body.path(field).isBoolean() && body.path(field).booleanValue();
    }

    /** The node's own words for not doing it, from whichever of its error shapes it used. */
    public Refusal refusal() {
        if (!trouble.isEmpty()) {
            return new Refusal(step, status, "", trouble);
        }
        var words = Stream.of("code", "error", "reason", "message", "detail", "title")
                .flatMap(field -> text(field).stream())
                .filter(word -> !word.isBlank())
                .distinct()
                .toList();
        return new Refusal(
                step,
                status,
                words.isEmpty() ? "" : words.getFirst(),
                String.join(": ", words.subList(Math.min(1, words.size()), words.size())));
    }

    /** This answer taken as a refusal, because a field that it needs is absent or of another kind. */
    public NodeAnswer without(String field) {
        return new NodeAnswer(step, status, body, retryAfter, "the answer has no usable " + field);
    }

    /** A part of this answer as an answer of its own. */
    public NodeAnswer with(JsonNode part) {
        return new NodeAnswer(step, status, part, retryAfter, trouble);
    }

    /** This answer, when what was looked for is not in it. */
    public NodeAnswer missing(String what) {
        return new NodeAnswer(step, 404, body, retryAfter, what);
    }

    /** Text that cannot steer a terminal: control characters become blanks, and it is cut at {@value #MAX_TEXT}. */
    public static String printable(String text) {
        var clean = text.substring(0, Math.min(text.length(), MAX_TEXT * 2))
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ")
                .strip();
        return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) + "..." : clean;
    }
}
