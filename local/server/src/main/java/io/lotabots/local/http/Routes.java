package io.lotabots.local.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of an API, the most specific first. */
public final class Routes {
    private final List<Route> ordered;

    public Routes(List<Route> routes) {
        ordered = routes.stream().sorted(Route.MOST_SPECIFIC_FIRST).toList();
    }

    public List<Route> all() {
        return ordered;
    }

    /**
     * The route that takes a request.
     *
     * @param path percent-encoded, beginning with a slash
     */
    public Optional<Match> match(String method, String path) {
        List<String> segments =
                Route.segmentsOf(path).stream().map(Routes::decoded).toList();
        for (Route route : ordered) {
            Optional<Map<String, String>> parameters = route.match(method, segments);
            if (parameters.isPresent()) {
                return Optional.of(new Match(route, new LinkedHashMap<>(parameters.get())));
            }
        }
        return Optional.empty();
    }

    /** Percent-decoded text of a path; a plus stays one. */
    static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A route and the decoded values of its path parameters. */
    public record Match(Route route, Map<String, String> pathParameters) {}
}
