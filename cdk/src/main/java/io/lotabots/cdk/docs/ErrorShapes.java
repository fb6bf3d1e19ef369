package io.lotabots.cdk.docs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.cdk.model.Caller;
import io.lotabots.cdk.model.Trigger;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The shapes of errors by wire family, as {@code io.lotabots.platform.Wire} writes them. */
enum ErrorShapes {
    /** Routes of our own, under {@code /v1}: problem details (RFC 9457) with a stable code. */
    PROBLEM("Problem", "application/problem+json"),

    /** RustChain's routes: what its miners and wallets parse. */
    RUSTCHAIN("RustChainError", "application/json"),

    /** OAuth's routes (RFC 6749, section 5.2). */
    OAUTH("OauthError", "application/json"),

    /** Haithe's routes: what its clients parse. */
    HAITHE("HaitheError", "application/json"),

    /** Routes of Trustee's key broker. */
    KBS("KeyBrokerError", "application/json"),

    /** Routes of Keylime, a document of JSON:API. */
    KEYLIME("JsonApiErrors", "application/vnd.api+json");

    /** Errors are problem details where nobody of RustChain asks, and to clients of Veraison. */
    private static final List<String> OURS =
            List.of("/v1/", "/challenge-response/", "/.well-known/", "/archive/", "/rewards/epoch/{epoch}/proof");

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** Who is asked for a key or a token. */
    private static final Set<Caller> KNOWN_ALONE =
            EnumSet.of(Caller.ADMIN, Caller.ADMIN_READING, Caller.AUTHORIZED, Caller.SIGNED_IN);

    /** What API Gateway itself answers where its authorizer lets nobody through. */
    private static final String GATE = "GatewayError";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String schema;
    private final String contentType;

    ErrorShapes(String schema, String contentType) {
        this.schema = schema;
        this.contentType = contentType;
    }

    static ErrorShapes of(String path) {
        if (path.startsWith("/kbs/")) {
            return KBS;
        }
        if (path.startsWith("/api/v1/") || path.startsWith("/api/v1beta/")) {
            return HAITHE;
        }
        if (path.startsWith("/oauth/")) {
            return OAUTH;
        }
        if (Bodies.isKeylime(path)) {
            return KEYLIME;
        }
        return OURS.stream().anyMatch(path::startsWith) ? PROBLEM : RUSTCHAIN;
    }

    /** Adds the errors that a route may answer. */
    void refer(ObjectNode responses, boolean counted, Trigger.Http http) {
        if (http.caller() == Caller.AUTHORIZED) {
            refer(responses, "401", "AtTheGate");
            refer(responses, "403", "AtTheGate");
        } else if (KNOWN_ALONE.contains(http.caller())) {
            refer(responses, "401", "Unauthorized");
        }
        if (WITH_BODY.contains(http.method())) {
            refer(responses, "413", "TooLarge");
        }
        if (counted) {
            refer(responses, "429", "TooMany");
        }
        refer(responses, "4XX", "Refused");
        refer(responses, "5XX", "Failed");
    }

    /** The schemas of some families, by name. */
    static Map<String, ObjectNode> schemas(Set<ErrorShapes> used) {
        Map<String, ObjectNode> schemas = new TreeMap<>();
        ObjectNode problem = object("type", "title", "detail", "code");
        ((ObjectNode) problem.get("properties")).putObject("status").put("type", "integer");
        problem.putArray("required").add("type").add("status").add("title").add("code");
        schemas.put(PROBLEM.schema, problem);
        ObjectNode error = object("error", "code", "message", "reason");
        ((ObjectNode) error.get("properties")).putObject("ok").put("type", "boolean");
        error.putArray("required").add("error");
        schemas.put(RUSTCHAIN.schema, error);
        ObjectNode oauth = object("error", "error_description");
        oauth.putArray("required").add("error").add("error_description");
        schemas.put(OAUTH.schema, oauth);
        ObjectNode haithe = object("message", "code", "request_id");
        ((ObjectNode) haithe.get("properties")).putObject("success").put("type", "boolean");
        haithe.putArray("required").add("success").add("message");
        schemas.put(HAITHE.schema, haithe);
        ObjectNode broker = object("type", "detail");
        broker.putArray("required").add("type").add("detail");
        schemas.put(KBS.schema, broker);
        ObjectNode document = object();
        ((ObjectNode) document.get("properties"))
                .putObject("errors")
                .put("type", "array")
                .set("items", object("status", "code", "title", "detail"));
        document.putArray("required").add("errors");
        schemas.put(KEYLIME.schema, document);
        schemas.keySet().retainAll(used.stream().map(shape -> shape.schema).toList());
        ObjectNode gate = object("message");
        gate.putArray("required").add("message");
        schemas.put(GATE, gate);
        return schemas;
    }

    /** The responses of some families, by name. */
    static Map<String, ObjectNode> responses(Set<ErrorShapes> used) {
        Map<String, ObjectNode> responses = new TreeMap<>();
        for (ErrorShapes shape : used) {
            responses.put(shape.named("Refused"), shape.response("The request was refused; code says why"));
            responses.put(
                    shape.named("Unauthorized"), shape.response("The key or token that this wants is absent or wrong"));
            responses.put(shape.named("TooLarge"), shape.response("The body is larger than 1 MiB"));
            responses.put(
                    shape.named("Failed"),
                    shape.orOfTheGate("It could not be done now; what no function answered, the gateway says"));
            responses.put(
                    shape.named("AtTheGate"),
                    shape.orOfTheGate(
                            "The gateway knows no such token (401, 403), or the caller may not do this (403)"));
            ObjectNode tooMany = shape.response("Too many requests from this address");
            tooMany.putObject("headers")
                    .putObject("Retry-After")
                    .put("description", "seconds until the next request is welcome")
                    .putObject("schema")
                    .put("type", "integer");
            responses.put(shape.named("TooMany"), tooMany);
        }
        return responses;
    }

    private void refer(ObjectNode responses, String status, String response) {
        responses.putObject(status).put("$ref", "#/components/responses/" + named(response));
    }

    private String named(String response) {
        return schema + response;
    }

    private ObjectNode response(String description) {
        ObjectNode response = JSON.objectNode().put("description", description);
        response.putObject("content")
                .putObject(contentType)
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
        return response;
    }

    /** The shape of the family, or the gateway's own. */
    private ObjectNode orOfTheGate(String description) {
        ObjectNode response = response(description);
        ObjectNode content = (ObjectNode) response.get("content");
        if (contentType.equals("application/json")) {
            ObjectNode either = content.putObject(contentType).putObject("schema");
            either.putArray("anyOf").add(reference(schema)).add(reference(GATE));
        } else {
            content.putObject("application/json").set("schema", reference(GATE));
        }
        return response;
    }

    private static ObjectNode reference(String schema) {
        return JSON.objectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static ObjectNode object(String... strings) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (String name : strings) {
            properties.putObject(name).put("type", "string");
        }
        return schema;
    }
}
