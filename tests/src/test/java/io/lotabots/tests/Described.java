package io.lotabots.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Holds what tests send and are answered against {@code docs/openapi.json}: the route, the status, the type, and the schema of
 * every answer; and of every request that was answered with success the parameters of path and query, and the body.
 */
final class Described {
    private static final String JSON_TYPE = "application/json";
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");
    private static final JsonNode DOCUMENT = document();
    private static final List<Route> ROUTES = routes();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Described() {}

    /**
     * An operation.
     *
     * @param variables the parameters of the path, in its order
     * @param pointer where the operation stands in the document
     */
    private record Route(String method, Pattern path, List<String> variables, JsonNode operation, String pointer) {

        /** The described parameters of a place, by name. */
        Map<String, JsonNode> parameters(String place) {
            Map<String, JsonNode> parameters = new LinkedHashMap<>();
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("in").asText().equals(place)) {
                    parameters.put(parameter.path("name").asText(), parameter);
                }
            }
            return parameters;
        }
    }

    private static JsonNode document() {
        try {
            return Http.JSON.readTree(Files.readString(Node.root().resolve("docs/openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those with fewer variables come first, as a gateway chooses. */
    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> routes.add(new Route(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                Pattern.compile(
                                        path.getKey().replace(".", "\\.").replaceAll(VARIABLE.pattern(), "([^/]+)")),
                                VARIABLE.matcher(path.getKey())
                                        .results()
                                        .map(found -> found.group(1))
                                        .toList(),
                                operation.getValue(),
                                "/paths/" + escaped(path.getKey()) + "/" + operation.getKey()))));
        routes.sort(Comparator.comparingInt(route -> route.variables().size()));
        return List.copyOf(routes);
    }

    /** Whether an operation has a parameter of the query. @param path with its variables */
    static boolean reads(String method, String path, String parameter) {
        for (JsonNode described : DOCUMENT.path("paths").path(path).path(method).path("parameters")) {
            if (described.path("in").asText().equals("query")
                    && described.path("name").asText().equals(parameter)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an operation has a body. @param path with its variables */
    static boolean takesBody(String method, String path) {
        return DOCUMENT.path("paths").path(path).path(method).has("requestBody");
    }

    /**
     * What of an exchange the document does not say, a line for each; none when all is as described.
     *
     * @param sent the body; empty for none
     */
    static List<String> differences(HttpRequest request, byte[] sent, HttpResponse<String> response) {
        Optional<Route> found = ROUTES.stream()
                .filter(route -> route.method.equals(request.method()))
                .filter(route -> route.path.matcher(request.uri().getRawPath()).matches())
                .findFirst();
        if (found.isEmpty()) {
            // The gateway answers what is no route of ours.
            return response.statusCode() == 404 || response.statusCode() == 405 || isPreflight(request)
                    ? List.of()
                    : List.of("no such route is described");
        }
        Route route = found.get();
        List<String> differences = new ArrayList<>();
        if (response.statusCode() < 300) {
            differences.addAll(parameters(route, request));
            differences.addAll(request(route, request, sent));
        }
        differences.addAll(answer(route, response));
        return differences;
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS");
    }

    /** Every parameter has a described name and is of its type; those that must be there are. */
    private static List<String> parameters(Route route, HttpRequest request) {
        List<String> differences = new ArrayList<>();
        MatchResult path = route.path
                .matcher(request.uri().getRawPath())
                .results()
                .findFirst()
                .orElseThrow();
        Map<String, JsonNode> ofPath = route.parameters("path");
        for (int i = 0; i < route.variables.size(); i++) {
            differences.addAll(value(ofPath, route.variables.get(i), decoded(path.group(i + 1)), "path"));
        }
        Map<String, JsonNode> ofQuery = route.parameters("query");
        Map<String, String> query =
                fields(Optional.ofNullable(request.uri().getRawQuery()).orElse(""));
        query.forEach((name, value) -> differences.addAll(value(ofQuery, name, value, "query")));
        ofQuery.forEach((name, parameter) -> {
            if (parameter.path("required").asBoolean() && !query.containsKey(name)) {
                differences.add("the query lacks " + name);
            }
        });
        return differences;
    }

    private static List<String> value(Map<String, JsonNode> described, String name, String value, String place) {
        JsonNode parameter = described.get(name);
        if (parameter == null) {
            return List.of("the " + place + " has no parameter " + name);
        }
        JsonNode schema = parameter.path("schema");
        boolean right = switch (schema.path("type").asText()) {
            case "integer" -> value.matches("-?[0-9]+");
            case "number" -> value.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
            case "boolean" -> value.equals("true") || value.equals("false");
            default -> true;
        };
        return right ? List.of() : List.of("in the " + place + ", " + name + " is no " + schema + ": " + value);
    }

    /** The fields of a query or of a form. */
    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static List<String> request(Route route, HttpRequest request, byte[] sent) {
        JsonNode described = route.operation.path("requestBody");
        if (sent.length == 0) {
            return described.path("required").asBoolean() ? List.of("the request: a body is missing") : List.of();
        }
        if (described.isMissingNode()) {
            return List.of("the request: no body is described");
        }
        String type = type(request.headers());
        String only = described.path("content").fieldNames().next();
        return body(
                route,
                "/requestBody",
                type.isEmpty() ? only : type,
                new String(sent, StandardCharsets.UTF_8),
                "the request: ");
    }

    /** A type without what follows it; empty where none is said. */
    private static String type(HttpHeaders headers) {
        return headers.firstValue("content-type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
    }

    private static List<String> answer(Route route, HttpResponse<String> response) {
        JsonNode responses = route.operation.path("responses");
        String status = Integer.toString(response.statusCode());
        Optional<String> name = List.of(status, status.charAt(0) + "XX").stream()
                .filter(responses::has)
                .findFirst();
        if (name.isEmpty()) {
            return List.of("the status " + status + " is not described");
        }
        return response.body().isEmpty()
                ? List.of()
                : body(
                        route,
                        "/responses/" + name.get(),
                        type(response.headers()),
                        response.body(),
                        "the answer " + status + ": ");
    }

    /** What a body has that is not described of it: its very type must be, with no wildcard. */
    private static List<String> body(Route route, String part, String type, String text, String which) {
        JsonNode holder = route.operation.at(part);
        String pointer = route.pointer + part;
        if (holder.has("$ref")) {
            pointer = holder.path("$ref").asText().substring(1);
            holder = DOCUMENT.at(pointer);
        }
        if (!holder.path("content").has(type)) {
            return List.of(which + "no body of the type '" + type + "' is described");
        }
        JsonNode node;
        if (type.equals(FORM_TYPE)) {
            ObjectNode form = Http.JSON.createObjectNode();
            fields(text).forEach(form::put);
            node = form;
        } else if (type.equals(JSON_TYPE) || type.endsWith("+json")) {
            try {
                node = Http.JSON.readTree(text);
            } catch (IOException e) {
                return List.of(which + "it is not JSON");
            }
        } else {
            node = Http.JSON.getNodeFactory().textNode(text);
        }
        if (holder.at("/content/" + escaped(type) + "/schema/format").asText().equals("binary")) {
            return List.of();
        }
        Set<ValidationMessage> messages =
                schema(pointer + "/content/" + escaped(type) + "/schema").validate(node);
        return messages.stream().map(message -> which + message.getMessage()).toList();
    }

    private static JsonSchema schema(String pointer) {
        return SCHEMAS.computeIfAbsent(pointer, at -> {
            // References lead into the components, so the schema takes them along.
            var root = Http.JSON.createObjectNode();
            root.set("components", DOCUMENT.path("components"));
            root.putArray("allOf").add(DOCUMENT.at(at));
            return FACTORY.getSchema(root, SchemaValidatorsConfig.builder().build());
        });
    }

    private static String escaped(String segment) {
        return segment.replace("~", "~0").replace("/", "~1");
    }
}
