package io.lotabots.cdk.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.cdk.model.Caller;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Platform;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Trigger;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/openapi.json} (OpenAPI 3.1.0): the declared routes with the fields of their request and answer records. */
final class OpenApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");

    private final Schemas schemas = new Schemas();
    private final Map<String, ObjectNode> paths = new TreeMap<>();

    private OpenApi() {}

    static ObjectNode of(Platform platform) {
        OpenApi description = new OpenApi();
        for (Service service : platform.services()) {
            for (Declaration function : service.functions()) {
                if (function.trigger() instanceof Trigger.Http http) {
                    description.add(service, function, http);
                }
            }
        }
        return description.document(platform);
    }

    private ObjectNode document(Platform platform) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "LotaBots")
                .put("version", "0.1.0")
                .put("description", "Hardware attestation, wire-compatible with RustChain.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/").put("description", "the server that answered this");
        ArrayNode tags = document.putArray("tags");
        platform.services().stream()
                .filter(service -> service.functions().stream().anyMatch(OpenApi::answersRequests))
                .forEach(service -> tags.addObject().put("name", service.name()));
        document.putObject("paths").setAll(paths);
        ObjectNode components = document.putObject("components");
        Map<String, ObjectNode> named = new TreeMap<>(schemas.named());
        Set<ErrorShapes> shapes = paths.keySet().stream().map(ErrorShapes::of).collect(Collectors.toSet());
        named.putAll(ErrorShapes.schemas(shapes));
        components.putObject("schemas").setAll(named);
        String used = paths.values().toString();
        Map<String, ObjectNode> responses = new TreeMap<>(ErrorShapes.responses(shapes));
        responses.keySet().removeIf(name -> !used.contains("\"#/components/responses/" + name + "\""));
        components.putObject("responses").setAll(responses);
        ObjectNode schemes = components.putObject("securitySchemes");
        header(schemes.putObject("adminKey"), "Opens everything to operators");
        header(schemes.putObject("adminReadKey"), "Opens to operators and monitors what changes nothing");
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An access token, or an API key (sk-...)");
        return document;
    }

    private static boolean answersRequests(Declaration function) {
        return function.trigger() instanceof Trigger.Http;
    }

    private void add(Service service, Declaration function, Trigger.Http http) {
        Optional<HandlerTypes> types = HandlerTypes.of(service.className(function));
        String alike = service.className(function).replace(function.handler(), Bodies.alike(function.handler()));
        Optional<Type> answer = HandlerTypes.of(alike).flatMap(HandlerTypes::answer);
        for (int index = 0; index < http.paths().size(); index++) {
            String path = http.paths().get(index);
            String suffix = index == 0 ? "" : "Alias" + index;
            ObjectNode operation = JSON.objectNode()
                    .put("operationId", function.handler() + suffix)
                    .put("summary", function.summary());
            operation.putArray("tags").add(service.name());
            request(operation, function.handler(), http.method(), path, types);
            boolean fixed = types.map(HandlerTypes::fixed).orElse(false);
            answers(operation, function, path, http, fixed, answer);
            security(operation, http.caller());
            paths.computeIfAbsent(path, _ -> JSON.objectNode())
                    .set(http.method().toLowerCase(java.util.Locale.ROOT), operation);
        }
    }

    private void request(
            ObjectNode operation, String handler, String method, String path, Optional<HandlerTypes> types) {
        Set<String> inPath = PARAMETER
                .matcher(path)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        RecordComponent[] fields = types.map(HandlerTypes::request)
                .map(Class::getRecordComponents)
                .orElseGet(() -> new RecordComponent[0]);
        ArrayNode parameters = JSON.arrayNode();
        for (String name : inPath) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "path")
                    .put("required", true)
                    .set("schema", ofPath(name, fields));
        }
        List<RecordComponent> others = Arrays.stream(fields)
                .filter(field -> !inPath.contains(Schemas.field(field)))
                .toList();
        boolean opaque = types.map(HandlerTypes::opaque).orElse(false);
        boolean query = types.map(HandlerTypes::query).orElse(false);
        if (method.equals("GET") || opaque || query) {
            for (RecordComponent field : others) {
                parameters
                        .addObject()
                        .put("name", Schemas.field(field))
                        .put("in", "query")
                        .put("required", !query && !Schemas.nullable(field))
                        .set("schema", schemas.of(field.getGenericType()));
            }
        }
        if (!method.equals("GET") && !opaque) {
            ObjectNode body = schemas.object(fields, others::contains);
            if (query) {
                // Each field stands in the body or in the query.
                body.remove("required");
            }
            boolean sole = types.map(HandlerTypes::sole).orElse(false);
            content(operation.putObject("requestBody"), Bodies.sent(path), sole ? orText(body) : body);
        }
        if (opaque) {
            Bodies.request(operation, handler);
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    /** A parameter of the path is a number where the request reads one, and a text otherwise. */
    private ObjectNode ofPath(String name, RecordComponent[] fields) {
        return Arrays.stream(fields)
                .filter(field -> Schemas.field(field).equals(name))
                .map(field -> schemas.of(field.getGenericType()))
                .filter(schema -> schema.path("type").asText().equals("integer"))
                .findFirst()
                .orElseGet(() -> JSON.objectNode().put("type", "string"));
    }

    private void answers(
            ObjectNode operation,
            Declaration function,
            String path,
            Trigger.Http http,
            boolean fixed,
            Optional<Type> answer) {
        ObjectNode responses = operation.putObject("responses");
        String type = Bodies.answered(function.handler(), path);
        Optional<ObjectNode> body = answer.map(schemas::of).or(() -> Bodies.answer(function.handler(), path));
        // A status that varies is one of those that the wire family's specification names.
        ObjectNode good = responses.putObject(fixed ? "200" : "2XX").put("description", function.summary());
        body.ifPresent(schema -> content(good, type, schema));
        if (function.reportsIllness()) {
            ObjectNode unwell = responses.putObject("503").put("description", "The same, of a platform that is unwell");
            body.ifPresent(schema -> content(unwell, type, schema.deepCopy()));
        }
        if (Bodies.isEmptyWhenAbsent(function.handler())) {
            ObjectNode absent = responses.putObject("404").put("description", "The same, empty: there is none");
            body.ifPresent(schema -> content(absent, type, schema.deepCopy()));
        }
        boolean counted = function.settings().stream().anyMatch(setting -> setting.endsWith("PerMinute"));
        ErrorShapes.of(path).refer(responses, counted, http);
    }

    private static void security(ObjectNode operation, Caller caller) {
        // Without any entry: for everybody; an empty one: for everybody too, but not the same.
        ArrayNode security = operation.putArray("security");
        switch (caller) {
            case ANYONE -> {}
            case ADMIN -> security.addObject().putArray("adminKey");
            case ADMIN_READING -> {
                security.addObject().putArray("adminKey");
                security.addObject().putArray("adminReadKey");
            }
            case ANYONE_OR_ADMIN -> {
                security.addObject();
                security.addObject().putArray("adminKey");
                security.addObject().putArray("adminReadKey");
            }
            case AUTHORIZED, SIGNED_IN -> security.addObject().putArray("bearer");
            case ANYONE_OR_SIGNED_IN -> {
                security.addObject();
                security.addObject().putArray("bearer");
            }
        }
    }

    private static ObjectNode orText(ObjectNode body) {
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf").add(body).add(JSON.objectNode().put("type", "string"));
        return either;
    }

    private static void header(ObjectNode scheme, String description) {
        scheme.put("type", "apiKey")
                .put("in", "header")
                .put("name", "X-Admin-Key")
                .put("description", description);
    }

    private static void content(ObjectNode holder, String type, ObjectNode schema) {
        holder.putObject("content").putObject(type).set("schema", schema);
    }
}
