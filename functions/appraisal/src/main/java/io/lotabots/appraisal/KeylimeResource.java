package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.Reason;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Attestations of Keylime's agents as resources of JSON:API: documents with {@code data}, {@code links} and {@code meta}. */
final class KeylimeResource {
    static final String TYPE = "application/vnd.api+json";

    /** {@code latest}, or an index from 0. */
    static final Pattern INDEX = Pattern.compile("latest|0|[1-9][0-9]{0,9}");

    /** An agent is told to come back after so many seconds. */
    static final int NEXT_SECONDS = 60;

    /** The policy by which agents are judged; without one of this name it is the strict one. */
    static final String POLICY = "keylime";

    /** What a policy asks for: everything else that is wrong with evidence breaks its chain. */
    private static final Set<String> POLICY_REASONS = Set.of(
            code(Reason.MEASUREMENT_MISMATCH),
            code(Reason.MISSING_PCR),
            code(Reason.POLICY_NOT_UNDERSTOOD),
            code(Reason.WEAK_BANK));

    private KeylimeResource() {}

    private static String code(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** The challenge of an attestation: its id among the challenges, by agent and index. */
    static String session(String agent, long index) {
        return Digests.sha256Hex("keylime|" + agent + "|" + index).substring(0, 32);
    }

    /** The attributes of a request. @throws Refusal 400 when it is no document of an attestation */
    static JsonNode attributes(@Nullable JsonNode data) {
        JsonNode attributes = data == null ? null : data.get("attributes");
        if (data == null
                || attributes == null
                || !attributes.isObject()
                || !data.path("type").asText().equals("attestation")) {
            throw Fields.invalid("data", "must be a resource of the type \"attestation\" with attributes");
        }
        return attributes;
    }

    static ArrayNode asked(Sessions.Session session) {
        try {
            if (Json.tree(session.row().text("asked").getBytes(StandardCharsets.UTF_8)) instanceof ArrayNode asked) {
                return asked;
            }
        } catch (IOException broken) {
            throw new IllegalStateException("what was asked of an agent cannot be read", broken);
        }
        throw new IllegalStateException("what was asked of an agent is no array");
    }

    /** What is asked of an agent now. */
    static Reply requested(String agent, long index, Sessions.Session session, ArrayNode asked, long now) {
        ObjectNode attributes = attributes(session, "awaiting_evidence");
        ArrayNode requested = attributes.putArray("evidence_requested");
        for (JsonNode item : asked) {
            ObjectNode shown = item.deepCopy();
            shown.remove("capabilities");
            requested.add(shown);
        }
        attributes.put("capabilities_received_at", time(now));
        attributes.put("challenges_expire_at", time(session.expiresAt()));
        Reply reply = reply(201, agent, index, attributes, "", Map.of());
        return new Reply(reply.status(), reply.contentType(), reply.body(), Map.of("Location", self(agent, index)));
    }

    /** What came of an attestation, or that it waits. */
    static Reply state(
            int status,
            String agent,
            long index,
            Sessions.Session session,
            Verdict verdict,
            Map<String, Integer> meta) {
        ObjectNode attributes = attributes(session, verdict.stage);
        attributes.put("evaluation", verdict.evaluation);
        if (!verdict.failure.isEmpty()) {
            attributes.put("failure_reason", verdict.failure);
        }
        attributes.set("evidence", asked(session));
        if (session.row().has("spent_at")) {
            attributes.put("evidence_received_at", time(session.row().number("spent_at")));
        }
        return reply(status, agent, index, attributes, verdict.attestationId, meta);
    }

    /**
     * @param attestationId under /v1/attestations; empty while there is none
     * @param failure why it fails, in Keylime's words; empty when it does not
     */
    record Verdict(String stage, String evaluation, String failure, String attestationId) {
        static final Verdict WAITING = new Verdict("awaiting_evidence", "pending", "", "");

        /** Evidence was taken and came to no result. */
        static final Verdict LOST = new Verdict("verification_complete", "fail", "broken_evidence_chain", "");

        /** @param appraisals of the answer that was kept */
        static Verdict of(String attestationId, String status, JsonNode appraisals) {
            if (status.equals("affirming") || status.equals("warning")) {
                return new Verdict("verification_complete", "pass", "", attestationId);
            }
            boolean broken = false;
            for (JsonNode appraisal : appraisals) {
                for (JsonNode note : appraisal.path("refused")) {
                    broken |= !POLICY_REASONS.contains(note.path("code").asText());
                }
            }
            return new Verdict(
                    "verification_complete",
                    "fail",
                    broken ? "broken_evidence_chain" : "policy_violation",
                    attestationId);
        }
    }

    private static ObjectNode attributes(Sessions.Session session, String stage) {
        ObjectNode attributes = Json.MAPPER.createObjectNode().put("stage", stage);
        ObjectNode system = attributes.putObject("system_info");
        session.row()
                .findText("boot_time")
                .filter(text -> !text.isEmpty())
                .ifPresent(time -> system.put("boot_time", time));
        return attributes;
    }

    private static Reply reply(
            int status, String agent, long index, ObjectNode attributes, String result, Map<String, Integer> meta) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ObjectNode data = document.putObject("data").put("type", "attestation");
        data.set("attributes", attributes);
        ObjectNode links = data.putObject("links").put("self", self(agent, index));
        if (!result.isEmpty()) {
            links.put("related", "/v1/attestations/" + result);
        }
        if (!meta.isEmpty()) {
            document.set("meta", Json.MAPPER.valueToTree(meta));
        }
        return new Reply(status, TYPE, document + "\n", Map.of());
    }

    private static String self(String agent, long index) {
        return "/v3.0/agents/" + agent + "/attestations/" + index;
    }

    private static String time(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond).toString();
    }
}
