package io.lotabots.local.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A route of an HTTP API.
 *
 * @param key {@code METHOD /path}, {@code ANY /path} or {@code $default}
 * @param method {@code GET}, ..., {@code ANY}
 * @param segments of the path: literal, {@code {name}} or, last, {@code {name+}}; empty for {@code $default}
 * @param function ARN of the function or alias that answers
 * @param timeout of the integration, at most 30 s
 * @param authorizer id of the authorizer, when there is one
 */
public record Route(
        String key,
        String method,
        List<String> segments,
        String function,
        Duration timeout,
        @Nullable String authorizer) {
    /** The key of the route that takes what no other takes. */
    public static final String DEFAULT = "$default";

    /**
     * The more specific first: literal before variable before greedy segments from the left, {@code $default} last; a
     * named method before {@code ANY}.
     */
    static final Comparator<Route> MOST_SPECIFIC_FIRST =
            Comparator.comparing(Route::shape).thenComparingInt(r -> r.method.equals("ANY") ? 1 : 0);

    static Route of(String key, String function, Duration timeout, @Nullable String authorizer) {
        if (key.equals(DEFAULT)) {
            return new Route(key, "ANY", List.of(), function, timeout, authorizer);
        }
        String[] parts = key.split(" ", 2);
        if (parts.length != 2 || !parts[1].startsWith("/")) {
            throw new IllegalArgumentException("route key '" + key + "' is not 'METHOD /path'");
        }
        return new Route(key, parts[0], segmentsOf(parts[1]), function, timeout, authorizer);
    }

    /** The parts between slashes; a trailing slash makes an empty last part, so it is another path. */
    static List<String> segmentsOf(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** The route's path, {@code /} for {@code $default}. */
    public String path() {
        return "/" + String.join("/", segments);
    }

    /** The path parameters, when this route takes the request. */
    Optional<Map<String, String>> match(String requestMethod, List<String> requested) {
        if (!method.equals("ANY") && !method.equals(requestMethod)) {
            return Optional.empty();
        }
        if (key.equals(DEFAULT)) {
            return Optional.of(Map.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (i >= requested.size()) {
                return Optional.empty();
            }
            if (greedy(segment)) {
                parameters.put(
                        segment.substring(1, segment.length() - 2),
                        String.join("/", requested.subList(i, requested.size())));
                return Optional.of(parameters);
            }
            if (variable(segment) && !requested.get(i).isEmpty()) {
                parameters.put(segment.substring(1, segment.length() - 1), requested.get(i));
            } else if (!segment.equals(requested.get(i))) {
                return Optional.empty();
            }
        }
        return segments.size() == requested.size() ? Optional.of(parameters) : Optional.empty();
    }

    private String shape() {
        if (key.equals(DEFAULT)) {
            return "3";
        }
        // A greedy route of any length comes after every full match: AWS, "Routing API requests".
        boolean anyGreedy = segments.stream().anyMatch(Route::greedy);
        return Stream.concat(
                        Stream.of(anyGreedy ? "1" : "0"),
                        segments.stream().map(s -> greedy(s) ? "2" : variable(s) ? "1" : "0"))
                .reduce("", String::concat);
    }

    private static boolean variable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static boolean greedy(String segment) {
        return variable(segment) && segment.endsWith("+}");
    }
}
