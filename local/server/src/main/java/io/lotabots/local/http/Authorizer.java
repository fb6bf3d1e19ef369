package io.lotabots.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Lambda authorizer of an HTTP API, payload format 2.0. Thread-safe.
 *
 * <p>Source: API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers".
 */
final class Authorizer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CACHED = 10_000;

    private final LambdaFunction function;
    private final List<String> sources;
    private final Duration ttl;
    private final boolean simple;
    private final Events events;
    private final LinkedHashMap<List<String>, Cached> cache = new LinkedHashMap<>();

    /**
     * @param sources identity sources, e.g. {@code $request.header.Authorization}
     * @param ttl how long a decision is kept, 0 for not at all
     * @param simple whether it answers {@code isAuthorized}, else an IAM policy
     */
    Authorizer(LambdaFunction function, List<String> sources, Duration ttl, boolean simple, Events events) {
        this.function = function;
        this.sources = sources;
        this.ttl = ttl;
        this.simple = simple;
        this.events = events;
    }

    /** What it decided: the context for the function, or the answer that refuses. */
    sealed interface Decision {
        record Allowed(JsonNode context) implements Decision {}

        record Refused(Answer answer) implements Decision {}
    }

    private record Cached(JsonNode answer, Instant until) {}

    Decision decide(Request request, Routes.Match match) throws InterruptedException {
        List<String> identity = new ArrayList<>();
        for (String source : sources) {
            Optional<String> value = value(source, request, match).filter(v -> !v.isEmpty());
            if (value.isEmpty()) {
                return new Decision.Refused(Answer.message(401, "Unauthorized"));
            }
            identity.add(value.get());
        }
        @Nullable JsonNode answer = cached(identity, request.time());
        if (answer == null) {
            Outcome outcome = function.invoke(
                    events.authorization(request, match, identity).toString().getBytes(StandardCharsets.UTF_8));
            if (outcome.status() != Outcome.Status.OK) {
                return new Decision.Refused(Answer.internalError());
            }
            answer = parsed(outcome);
            if (answer == null) {
                return new Decision.Refused(Answer.internalError());
            }
            keep(identity, answer, request.time());
        }
        return judged(answer, events.routeArn(request.method(), events.decodedPath(request)));
    }

    private Decision judged(JsonNode answer, String routeArn) {
        boolean allowed = simple ? answer.path("isAuthorized").asBoolean() : allows(answer, routeArn);
        if (!allowed) {
            return new Decision.Refused(Answer.message(403, "Forbidden"));
        }
        JsonNode context = answer.path("context");
        return new Decision.Allowed(context.isObject() ? context : JsonNodeFactory.instance.objectNode());
    }

    /** The answer, null when it is not of the form that this authorizer has. */
    private @Nullable JsonNode parsed(Outcome outcome) {
        try {
            JsonNode answer = JSON.readTree(outcome.payload());
            boolean wellFormed = simple
                    ? answer.path("isAuthorized").isBoolean()
                    : answer.path("policyDocument").path("Statement").isContainerNode();
            return answer instanceof ObjectNode && wellFormed ? answer : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean allows(JsonNode answer, String routeArn) {
        boolean allowed = false;
        JsonNode statements = answer.path("policyDocument").path("Statement");
        for (JsonNode statement :
                statements.isArray() ? statements : JSON.createArrayNode().add(statements)) {
            if (names(statement.path("Action"), "execute-api:Invoke") && names(statement.path("Resource"), routeArn)) {
                switch (statement.path("Effect").asText()) {
                    case "Deny" -> {
                        return false;
                    }
                    case "Allow" -> allowed = true;
                    default -> {
                        return false;
                    }
                }
            }
        }
        return allowed;
    }

    private static boolean names(JsonNode oneOrMore, String wanted) {
        return oneOrMore.isArray()
                ? oneOrMore.valueStream().anyMatch(p -> Globs.matches(p.asText(), wanted))
                : Globs.matches(oneOrMore.asText(), wanted);
    }

    private static Optional<String> value(String source, Request request, Routes.Match match) {
        String[] parts = source.split("\\.", 3);
        return switch (parts[0] + "." + (parts.length > 1 ? parts[1] : "")) {
            case "$request.header" -> request.header(parts[2].toLowerCase(Locale.ROOT));
            case "$request.querystring" ->
                Optional.ofNullable(Events.queryParameters(request.query()).get(parts[2]));
            case "$context.routeKey" -> Optional.of(match.route().key());
            case "$context.httpMethod" -> Optional.of(request.method());
            case "$context.path" -> Optional.of(request.path());
            default -> Optional.empty();
        };
    }

    private @Nullable JsonNode cached(List<String> identity, Instant now) {
        synchronized (cache) {
            @Nullable Cached found = cache.get(identity);
            return found != null && now.isBefore(found.until()) ? found.answer() : null;
        }
    }

    private void keep(List<String> identity, JsonNode answer, Instant now) {
        // Without identity sources there is no key, and so no caching.
        if (ttl.isZero() || identity.isEmpty()) {
            return;
        }
        synchronized (cache) {
            cache.remove(identity);
            if (cache.size() >= MAX_CACHED) {
                cache.pollFirstEntry();
            }
            cache.put(List.copyOf(identity), new Cached(answer, now.plus(ttl)));
        }
    }
}
