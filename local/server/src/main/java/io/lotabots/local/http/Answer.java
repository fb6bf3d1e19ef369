package io.lotabots.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.local.lambda.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the client gets.
 *
 * @param headers name and value; a name may repeat
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are handed on, never compared
record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Headers that a function cannot set, because the gateway does. */
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade", "set-cookie");

    /** An answer of the gateway itself: {@code {"message": ...}}. */
    static Answer message(int status, String message) {
        return new Answer(
                status,
                List.of(Map.entry("content-type", "application/json")),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", message)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    static Answer internalError() {
        return message(500, "Internal Server Error");
    }

    static Answer unavailable() {
        return message(503, "Service Unavailable");
    }

    /** The gateway's reading of a function's outcome, payload format 2.0. */
    static Answer of(Outcome outcome) {
        return switch (outcome.status()) {
            case OK -> ofPayload(outcome.payload());
            case THROTTLED -> unavailable();
            case TOO_LARGE -> message(413, "Request Entity Too Large");
            case ERROR, TIMEOUT -> internalError();
        };
    }

    private static Answer ofPayload(byte[] payload) {
        try {
            JsonNode answer = JSON.readTree(payload);
            return answer.has("statusCode") ? structured(answer) : inferred(answer);
        } catch (IOException | IllegalArgumentException e) {
            return internalError();
        }
    }

    private static Answer structured(JsonNode answer) {
        JsonNode code = answer.path("statusCode");
        int status = code.isTextual() ? Integer.parseInt(code.asText()) : code.asInt();
        if (status < 100 || status > 599) {
            return internalError();
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        answer.path("headers").properties().forEach(h -> {
            String name = h.getKey().toLowerCase(Locale.ROOT);
            if (!OWN.contains(name) && !h.getValue().isNull()) {
                headers.add(Map.entry(name, h.getValue().asText()));
            }
        });
        answer.path("headers").properties().stream()
                .filter(h -> h.getKey().equalsIgnoreCase("set-cookie"))
                .forEach(h -> headers.add(Map.entry("set-cookie", h.getValue().asText())));
        answer.path("cookies").forEach(c -> headers.add(Map.entry("set-cookie", c.asText())));
        if (headers.stream().noneMatch(h -> h.getKey().equals("content-type"))) {
            headers.add(Map.entry("content-type", "text/plain;charset=UTF-8"));
        }
        JsonNode body = answer.path("body");
        String text = body.isNull() || body.isMissingNode() ? "" : body.isTextual() ? body.asText() : body.toString();
        return new Answer(
                status,
                headers,
                answer.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(text)
                        : text.getBytes(StandardCharsets.UTF_8));
    }

    /** Valid JSON without a status is the body of a 200; a JSON string stands for its text. */
    private static Answer inferred(JsonNode answer) throws JsonProcessingException {
        byte[] body =
                answer.isTextual() ? answer.asText().getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(answer);
        return new Answer(200, List.of(Map.entry("content-type", "application/json")), body);
    }

    /** This answer with further headers, which replace those of the same name. */
    Answer with(List<Map.Entry<String, String>> further) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        all.removeIf(h -> further.stream().anyMatch(f -> f.getKey().equals(h.getKey())));
        all.addAll(further);
        return new Answer(status, all, body);
    }

    /** This answer without the headers whose names begin with {@code prefix}. */
    Answer without(String prefix) {
        return new Answer(
                status,
                headers.stream().filter(h -> !h.getKey().startsWith(prefix)).toList(),
                body);
    }
}
