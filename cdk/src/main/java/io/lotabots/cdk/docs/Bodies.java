package io.lotabots.cdk.docs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bodies that no record describes: forms and evidence that are sent, and answers of other types than JSON's own. */
final class Bodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String VERAISON = "application/vnd.veraison.challenge-response-session+json";
    private static final String KEYLIME = "application/vnd.api+json";
    private static final String TEXT = "text/plain";

    /** What clients of Veraison hand in: native media types, and the parts of any evidence as JSON. */
    private static final List<String> EVIDENCE = List.of(
            "application/aws-nitro-document",
            "application/cmw",
            "application/cmw+cbor",
            "application/cmw+json",
            "application/eat+cwt",
            "application/eat-collection",
            "application/eat-cwt",
            "application/psa-attestation-token",
            "application/vnd.intel.dcap-quote",
            "application/vnd.lotabots.evidence+json",
            "application/vnd.veraison.cmw",
            "application/vnd.veraison.cmw+cbor",
            "application/vnd.veraison.cmw+json");

    private static final Map<String, ObjectNode> FORMS = Map.of(
            "PostOauthToken", form(List.of("grant_type"), "scope"),
            "PostOauthRevoke", form(List.of("token"), "token_type_hint"),
            "PostOauthIntrospect", form(List.of("token"), "token_type_hint"));

    private static final Map<String, String> ANSWERS = Map.of(
            "GetArchiveObjects", TEXT,
            "GetMetrics", TEXT,
            "GetMetricsMac", TEXT,
            "GetWellKnownVeraisonVerification", "application/vnd.veraison.discovery+json",
            "PostChallengeResponseV1NewSession", VERAISON,
            "PostChallengeResponseV1Session", VERAISON,
            "GetChallengeResponseV1Session", VERAISON);

    /** Handlers that answer what another does, or an object of their own making. */
    private static final Map<String, String> ALIKE = Map.of(
            "GetV1Attestations", "PostV1Attestations",
            "PostChallengeResponseV1Session", "PostChallengeResponseV1NewSession",
            "GetChallengeResponseV1Session", "PostChallengeResponseV1NewSession");

    private static final Set<String> OBJECTS = Set.of("GetOpenapiJson", "PostRewardsSettle");

    /** RustChain's own way to say that there is nothing: the usual answer, empty, with the status 404. */
    private static final Set<String> EMPTY_WHEN_ABSENT = Set.of("GetHeadersTip");

    private Bodies() {}

    /** Gives an operation the body of a handler whose body is no JSON; none when nothing is read of it. */
    static void request(ObjectNode operation, String handler) {
        ObjectNode form = FORMS.get(handler);
        if (form != null) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            body.putObject("content").putObject(FORM).set("schema", form.deepCopy());
        }
        if (handler.equals("PostChallengeResponseV1Session")) {
            ObjectNode content =
                    operation.putObject("requestBody").put("required", true).putObject("content");
            EVIDENCE.forEach(type -> content.putObject(type)
                    .putObject("schema")
                    .put("type", "string")
                    .put("format", "binary"));
        }
    }

    /** The type of the bodies of JSON that are sent to a route. */
    static String sent(String path) {
        return isDocument(path) ? KEYLIME : "application/json";
    }

    /** The type of a handler's good answers at a route. */
    static String answered(String handler, String path) {
        return ANSWERS.getOrDefault(handler, isDocument(path) ? KEYLIME : "application/json");
    }

    /** The handler whose answer record describes what this one answers. */
    static String alike(String handler) {
        return ALIKE.getOrDefault(handler, handler);
    }

    /** What is answered where no record says it. */
    static Optional<ObjectNode> answer(String handler, String path) {
        if (TEXT.equals(ANSWERS.get(handler))) {
            return Optional.of(JSON.objectNode().put("type", "string"));
        }
        return OBJECTS.contains(handler) || isDocument(path)
                ? Optional.of(JSON.objectNode().put("type", "object"))
                : Optional.empty();
    }

    static boolean isEmptyWhenAbsent(String handler) {
        return EMPTY_WHEN_ABSENT.contains(handler);
    }

    /** A route that Keylime's agents speak to. */
    static boolean isKeylime(String path) {
        return path.startsWith("/v3.0/") || path.equals("/version");
    }

    /** Keylime's verifier is sent and answers documents of JSON:API, its registrar plain JSON. */
    private static boolean isDocument(String path) {
        return isKeylime(path) && (path.contains("/attestations") || path.startsWith("/v3.0/sessions"));
    }

    /** A form of OAuth; every one may name the program that sends it, which HTTP Basic does too. */
    private static ObjectNode form(List<String> required, String optional) {
        ObjectNode form = JSON.objectNode().put("type", "object");
        ObjectNode properties = form.putObject("properties");
        required.forEach(name -> properties.putObject(name).put("type", "string"));
        for (String name : List.of(optional, "client_id", "client_secret")) {
            properties.putObject(name).put("type", "string");
        }
        required.forEach(form.putArray("required")::add);
        return form.put("additionalProperties", false);
    }
}
