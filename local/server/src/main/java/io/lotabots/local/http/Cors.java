package io.lotabots.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The CORS configuration of an API: preflights are answered by the gateway, and CORS headers of functions are replaced.
 *
 * <p>Source: API Gateway developer guide, "Configure CORS for HTTP APIs".
 */
record Cors(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        int maxAgeSeconds,
        boolean credentials) {
    private static final String PREFIX = "access-control-";

    static Optional<Cors> of(JsonNode configuration) {
        return configuration.isObject()
                ? Optional.of(new Cors(
                        texts(configuration.path("AllowOrigins")),
                        texts(configuration.path("AllowMethods")),
                        texts(configuration.path("AllowHeaders")),
                        texts(configuration.path("ExposeHeaders")),
                        configuration.path("MaxAge").asInt(0),
                        configuration.path("AllowCredentials").asBoolean(false)))
                : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.header("origin").isPresent()
                && request.header("access-control-request-method").isPresent();
    }

    Answer preflight(Request request) {
        List<Map.Entry<String, String>> answer = new ArrayList<>(origin(request));
        if (!answer.isEmpty()) {
            add(answer, "access-control-allow-methods", methods);
            add(answer, "access-control-allow-headers", headers);
            if (maxAgeSeconds != 0) {
                answer.add(Map.entry("access-control-max-age", Integer.toString(maxAgeSeconds)));
            }
        }
        return new Answer(204, answer, new byte[0]);
    }

    Answer apply(Request request, Answer answer) {
        List<Map.Entry<String, String>> own = new ArrayList<>(origin(request));
        if (!own.isEmpty()) {
            add(own, "access-control-expose-headers", exposed);
        }
        return answer.without(PREFIX).with(own);
    }

    private List<Map.Entry<String, String>> origin(Request request) {
        String origin = request.header("origin").orElse("");
        if (origin.isEmpty() || origins.stream().noneMatch(allowed -> allows(allowed, origin))) {
            return List.of();
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        boolean anyone = origins.contains("*");
        headers.add(Map.entry("access-control-allow-origin", anyone ? "*" : origin));
        if (credentials) {
            headers.add(Map.entry("access-control-allow-credentials", "true"));
        }
        return headers;
    }

    /** {@code *}, an origin, or {@code https://*} for every origin of a scheme. */
    private static boolean allows(String allowed, String origin) {
        String pattern = allowed.toLowerCase(Locale.ROOT);
        return pattern.equals("*")
                || pattern.equals(origin.toLowerCase(Locale.ROOT))
                || (pattern.endsWith("://*")
                        && origin.toLowerCase(Locale.ROOT).startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    private static void add(List<Map.Entry<String, String>> headers, String name, List<String> values) {
        if (!values.isEmpty()) {
            headers.add(Map.entry(name, String.join(",", values)));
        }
    }
}
