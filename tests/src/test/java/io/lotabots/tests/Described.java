package io.lotabots.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds what tests send and are answered against {@code docs/openapi.json}: the route, the status, the type, and the schema of
 * every answer, and of the body of every request that was answered with success.
 */
final class Described {
    private static final String JSON_TYPE = "application/json";
    private static final JsonNode DOCUMENT = document();
    private static final List<Route> ROUTES = routes();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Described() {}

    /** @param pointer where the operation stands in the document */
    private record Route(String method, Pattern path, int variables, JsonNode operation, String pointer) {}

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
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                Pattern.compile(
                                        path.getKey().replace(".", "\\.").replaceAll("\\{[a-z_]+}", "[^/]+")),
                                path.getKey().split("\\{", -1).length - 1,
                                operation.getValue(),
                                "/paths/" + escaped(path.getKey()) + "/" + operation.getKey()))));
        routes.sort(java.util.Comparator.comparingInt(Route::variables));
        return List.copyOf(routes);
    }

    /**
     * What of an exchange the document does not say, a line for each; none when all is as described.
     *
     * @param sent the body as text; empty for none
     */
    static List<String> differences(HttpRequest request, String sent, HttpResponse<String> response) {
        Optional<Route> found = ROUTES.stream()
                .filter(route -> route.method.equals(request.method()))
                .filter(route -> route.path.matcher(request.uri().getPath()).matches())
                .findFirst();
        if (found.isEmpty()) {
            // The gateway answers what is no route of ours.
            return response.statusCode() == 404 || response.statusCode() == 405 || isPreflight(request)
                    ? List.of()
                    : List.of("no such route is described");
        }
        Route route = found.get();
        List<String> differences = new ArrayList<>();
        if (response.statusCode() < 300 && !sent.isEmpty()) {
            differences.addAll(body(route, "/requestBody", JSON_TYPE, sent, "the request: "));
        }
        differences.addAll(answer(route, response));
        return differences;
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS");
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
        String type = response.headers()
                .firstValue("content-type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
        List<String> differences =
                body(route, "/responses/" + name.get(), type, response.body(), "the answer " + status + ": ");
        // RustChain's own way to say that there is nothing: the usual answer, empty, with another status.
        String good = responses.has("200") ? "200" : "2XX";
        return response.statusCode() == 404
                        && body(route, "/responses/" + good, type, response.body(), "")
                                .isEmpty()
                ? List.of()
                : differences;
    }

    private static List<String> body(Route route, String part, String type, String text, String which) {
        JsonNode holder = route.operation.at(part);
        String pointer = route.pointer + part;
        if (holder.has("$ref")) {
            pointer = holder.path("$ref").asText().substring(1);
            holder = DOCUMENT.at(pointer);
        }
        JsonNode content = holder.path("content");
        if (content.isMissingNode() || text.isEmpty() || !content.has(type) || !type.endsWith("json")) {
            return content.has("application/json") && type.isEmpty() && !text.isEmpty()
                    ? List.of(which + "it has no type")
                    : List.of();
        }
        JsonNode node;
        try {
            node = Http.JSON.readTree(text);
        } catch (IOException e) {
            return List.of(which + "it is not JSON");
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
