package io.lotabots.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.template.Region;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that API Gateway sends for an HTTP API, payload format 2.0.
 *
 * <p>Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs" and "Control access to
 * HTTP APIs with AWS Lambda authorizers". As observed there: the path is percent-decoded, the query string is not; a
 * body is text for {@code text/*} and three application types, and Base64 for any other type, a form or none.
 */
final class Events {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Set<String> TEXT_TYPES =
            Set.of("application/json", "application/xml", "application/javascript");

    private final String apiId;
    private final String stage;
    private final Region region;

    Events(String apiId, String stage, Region region) {
        this.apiId = apiId;
        this.stage = stage;
        this.region = region;
    }

    /**
     * The event for an integration.
     *
     * @param authorizer what the Lambda authorizer said, when there was one
     */
    ObjectNode request(Request request, Routes.Match match, @Nullable JsonNode authorizer) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("version", "2.0");
        common(event, request, match);
        if (authorizer != null) {
            event.withObject("requestContext").putObject("authorizer").set("lambda", authorizer);
        }
        boolean text = isText(request);
        if (request.body().length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(request.body(), StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(request.body()));
        }
        return event.put("isBase64Encoded", request.body().length > 0 && !text);
    }

    /**
     * The event for a Lambda authorizer.
     *
     * @param identity values of its identity sources, in their order
     */
    ObjectNode authorization(Request request, Routes.Match match, List<String> identity) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("version", "2.0")
                .put("type", "REQUEST")
                .put("routeArn", routeArn(request.method(), decodedPath(request)));
        identity.forEach(event.putArray("identitySource")::add);
        common(event, request, match);
        return event;
    }

    /** The ARN of a call, as policies name it. */
    String routeArn(String method, String path) {
        return region.arn("execute-api", apiId + "/" + stage + "/" + method + path);
    }

    String decodedPath(Request request) {
        String prefix = stage.equals(Route.DEFAULT) ? "" : "/" + stage;
        return prefix + Routes.decoded(request.path());
    }

    private void common(ObjectNode event, Request request, Routes.Match match) {
        event.put("routeKey", match.route().key())
                .put("rawPath", decodedPath(request))
                .put("rawQueryString", request.query());
        List<String> cookies = request.headers().getOrDefault("cookie", List.of());
        if (!cookies.isEmpty()) {
            var array = event.putArray("cookies");
            cookies.forEach(line -> {
                for (String cookie : line.split(";\\s*", -1)) {
                    array.add(cookie);
                }
            });
        }
        ObjectNode headers = event.putObject("headers");
        request.headers().forEach((name, values) -> {
            if (!name.equals("cookie")) {
                headers.put(name, String.join(",", values));
            }
        });
        put(event, "queryStringParameters", queryParameters(request.query()));
        put(event, "pathParameters", match.pathParameters());
        context(event.putObject("requestContext"), request, match);
    }

    private void context(ObjectNode context, Request request, Routes.Match match) {
        context.put("accountId", region.account())
                .put("apiId", apiId)
                .put("domainName", apiId + ".execute-api." + region.name() + "." + Region.URL_SUFFIX)
                .put("domainPrefix", apiId)
                .put("requestId", request.id())
                .put("routeKey", match.route().key())
                .put("stage", stage)
                .put("time", TIME.format(request.time()))
                .put("timeEpoch", request.time().toEpochMilli());
        context.putObject("http")
                .put("method", request.method())
                .put("path", decodedPath(request))
                .put("protocol", request.protocol())
                .put("sourceIp", request.sourceIp())
                .put("userAgent", request.header("user-agent").orElse(""));
    }

    private static void put(ObjectNode event, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = event.putObject(name);
            values.forEach(object::put);
        }
    }

    /** Decoded parameters, the values of a repeated one joined with commas. */
    static Map<String, String> queryParameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.merge(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "",
                        (first, second) -> first + "," + second);
            }
        }
        return parameters;
    }

    private static boolean isText(Request request) {
        String type = request.header("content-type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TEXT_TYPES.contains(type);
    }
}
