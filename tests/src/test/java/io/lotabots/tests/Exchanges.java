package io.lotabots.tests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client of others was recorded to send, and which answers it takes: a file under {@code exchanges/}, sent again to a
 * platform. In a file {@code ${name}} stands for what an answer before it was told to keep, or what a maker of the test makes of
 * that, as evidence for a nonce. A body is a text, or JSON; a text that is one {@code ${name}} is the maker's bytes as they are.
 */
final class Exchanges {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z0-9_]+)}");

    private final AppraisalPlatform at;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, Maker> makers = new HashMap<>();

    Exchanges(AppraisalPlatform at) {
        this.at = at;
    }

    /** Makes what stands in a request of what was kept of answers. */
    interface Maker {
        byte[] of(Map<String, String> kept) throws Exception;
    }

    Exchanges making(String name, Maker maker) {
        makers.put(name, maker);
        return this;
    }

    Exchanges knowing(String name, String value) {
        kept.put(name, value);
        return this;
    }

    /** Sends all requests of a file, in order. @return what was kept */
    Map<String, String> replayed(String file) throws Exception {
        JsonNode recorded = read(file);
        for (JsonNode exchange : recorded.path("exchanges")) {
            replay(file + ", " + exchange.path("what").asText(), exchange);
        }
        return kept;
    }

    private static JsonNode read(String file) throws IOException {
        try (InputStream in = Exchanges.class.getResourceAsStream("/exchanges/" + file)) {
            JsonNode recorded = Http.JSON.readTree(requireNonNull(in, file));
            for (String told : List.of("client", "version", "recorded")) {
                assertThat(recorded.path(told).asText())
                        .as(file + " tells its " + told)
                        .isNotBlank();
            }
            assertThat(recorded.path("exchanges")).isNotEmpty();
            return recorded;
        }
    }

    private void replay(String what, JsonNode exchange) throws Exception {
        JsonNode sent = exchange.path("send");
        List<String> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : sent.path("headers").properties()) {
            headers.add(header.getKey());
            headers.add(filled(header.getValue().textValue()));
        }
        Http.Answer answer = at.send(
                sent.path("method").textValue(),
                filled(sent.path("path").textValue()),
                body(sent.path("body")),
                headers.toArray(String[]::new));
        JsonNode taken = exchange.path("answer");
        assertThat(answer.status())
                .as(what + ": " + answer.text())
                .isEqualTo(taken.path("status").intValue());
        taken.path("headers")
                .properties()
                .forEach(header -> assertThat(answer.header(header.getKey()))
                        .as(what + ", header " + header.getKey())
                        .matches(filledQuietly(header.getValue().textValue())));
        for (Map.Entry<String, JsonNode> field : taken.path("fields").properties()) {
            assertThat(text(answer.json().at(field.getKey())))
                    .as(what + ", " + field.getKey() + " of " + answer.text())
                    .matches(Pattern.compile(filled(field.getValue().textValue()), Pattern.DOTALL));
        }
        for (Map.Entry<String, JsonNode> keep : exchange.path("keep").properties()) {
            String from = keep.getValue().textValue();
            kept.put(
                    keep.getKey(),
                    from.startsWith("/")
                            ? text(answer.json().at(from))
                            : answer.header(from).split(";", 2)[0]);
        }
    }

    private static String text(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private byte[] body(JsonNode body) throws Exception {
        if (body.isMissingNode()) {
            return new byte[0];
        }
        if (body.isTextual()) {
            Matcher whole = PLACE.matcher(body.textValue());
            Maker maker = whole.matches() ? makers.get(whole.group(1)) : null;
            return maker == null ? filled(body.textValue()).getBytes(StandardCharsets.UTF_8) : maker.of(kept);
        }
        return filled(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A tree with all places filled; a place that is the whole of a text takes JSON too. */
    private JsonNode filled(JsonNode node) throws Exception {
        if (node.isTextual()) {
            String text = filled(node.textValue());
            boolean whole = PLACE.matcher(node.textValue()).matches();
            return whole && text.startsWith("{") && !node.textValue().endsWith("_text}")
                    ? Http.JSON.readTree(text)
                    : TextNode.valueOf(text);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Http.JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                copy.set(member.getKey(), filled(member.getValue()));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Http.JSON.createArrayNode();
            for (JsonNode item : array) {
                copy.add(filled(item));
            }
            return copy;
        }
        return node;
    }

    private String filledQuietly(String text) {
        try {
            return filled(text);
        } catch (Exception unmade) {
            throw new AssertionError(unmade);
        }
    }

    private String filled(String text) throws Exception {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            Maker maker = makers.get(place.group(1));
            String value = maker == null
                    ? requireNonNull(kept.get(place.group(1)), "nothing kept as " + place.group(1))
                    : new String(maker.of(kept), StandardCharsets.UTF_8);
            place.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return place.appendTail(filled).toString();
    }
}
