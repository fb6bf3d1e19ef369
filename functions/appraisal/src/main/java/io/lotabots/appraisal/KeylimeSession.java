package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions in which agents of Keylime authenticate, as resources of JSON:API. */
final class KeylimeSession {
    static final String METHOD = "tpm_pop";

    private KeylimeSession() {}

    /** The attributes of a request. @throws io.lotabots.platform.Refusal 400 when it is no document of a session */
    static JsonNode attributes(@Nullable JsonNode data) {
        JsonNode attributes = data == null ? null : data.get("attributes");
        if (data == null
                || attributes == null
                || !attributes.isObject()
                || !data.path("type").asText().equals("session")) {
            throw Fields.invalid("data", "must be a resource of the type \"session\" with attributes");
        }
        return attributes;
    }

    /** The agent that a request names. */
    static String agent(JsonNode attributes) {
        JsonNode id = attributes.path("agent_id");
        return Fields.word("agent_id", id.isTextual() ? id.textValue() : null, KeylimeAgents.ID);
    }

    /** A session that waits for a proof. */
    static Reply waiting(Sessions.Session session, String agent, long now) {
        ObjectNode attributes = Json.MAPPER.createObjectNode().put("agent_id", agent);
        method(attributes.putArray("authentication_requested").addObject(), session);
        attributes.put("created_at", time(now));
        attributes.put("challenges_expire_at", time(session.expiresAt()));
        return reply(session.id(), attributes);
    }

    /** A session whose agent has proven itself. */
    static Reply passed(Sessions.Session session, String agent, JsonNode proof, KeylimeTokens.Token token, long now) {
        ObjectNode attributes = Json.MAPPER.createObjectNode().put("agent_id", agent);
        attributes.put("evaluation", "pass").put("token", token.text());
        ObjectNode method = attributes.putArray("authentication").addObject();
        method(method, session);
        method.set("data", proof);
        attributes.put("created_at", session.row().findText("created_at").orElseGet(() -> time(now)));
        attributes.put("challenges_expire_at", time(session.expiresAt()));
        attributes.put("response_received_at", time(now));
        attributes.put("token_expires_at", time(token.expiresAt()));
        return reply(session.id(), attributes);
    }

    private static void method(ObjectNode into, Sessions.Session session) {
        into.put("authentication_class", "pop").put("authentication_type", METHOD);
        into.putObject("chosen_parameters").put("challenge", KeylimeTokens.challenge(session));
    }

    private static Reply reply(String id, ObjectNode attributes) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.putObject("data").put("type", "session").put("id", id).set("attributes", attributes);
        return new Reply(200, KeylimeResource.TYPE, document + "\n", Map.of());
    }

    private static String time(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond).toString();
    }
}
