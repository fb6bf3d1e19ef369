package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Challenges and their results as clients of Veraison's challenge-response API read them. */
final class VeraisonSession {
    static final String TYPE = "application/vnd.veraison.challenge-response-session+json";

    private final Kinds kinds = AllKinds.kinds();
    private final Policies policies;
    private final Results results;

    VeraisonSession(Aws aws) {
        this.policies = new Policies(aws, new PolicyText(kinds));
        this.results = new Results(aws);
    }

    /** @param value in base64 */
    record Evidence(String type, String value) {}

    /**
     * A session.
     *
     * @param nonce in base64, as {@link VeraisonNonce} says
     * @param expiry until when it can be read, as of RFC 3339
     * @param status {@code waiting} or {@code complete}: evidence is appraised while its sender waits
     * @param result the signed result; absent while the session waits
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(
            String nonce,
            String expiry,
            List<String> accept,
            String status,
            @Nullable Evidence evidence,
            @Nullable String result) {}

    /** A session that waits for evidence. */
    Reply waiting(int status, Sessions.Session session, long now) {
        return reply(status, shown(session, "waiting", null, null, now));
    }

    /** A session as it stands. */
    Reply asItStands(Sessions.Session session, long now) {
        return session.attestationId().isPresent()
                ? complete(session, now)
                : session.row().has("spent_at") ? lost() : waiting(200, session, now);
    }

    /** A session whose evidence was appraised. */
    Reply complete(Sessions.Session session, long now) {
        Results.Result result = session.attestationId()
                .flatMap(id -> results.find(id, now))
                .orElseThrow(() -> new Refusal(404, "NO_CHALLENGE", "The result of this session is gone"));
        return reply(
                200,
                shown(
                        session,
                        "complete",
                        results.evidence(result.id())
                                .flatMap(VeraisonSession::evidence)
                                .orElse(null),
                        ear(result),
                        now));
    }

    /** The evidence was taken and nothing came of it: it was refused as a whole, or its sender was told of a failure. */
    private static Reply lost() {
        throw new Refusal(
                409, "CHALLENGE_SPENT", "Evidence was handed in and came to no result: ask for a new session");
    }

    private Shown shown(
            Sessions.Session session, String status, @Nullable Evidence evidence, @Nullable String result, long now) {
        return new Shown(
                session.row()
                        .findText("nonce_text")
                        .orElseGet(() -> Base64.getEncoder().encodeToString(session.nonce())),
                Instant.ofEpochSecond(session.expiresAt()).toString(),
                PostV1Challenges.accepted(kinds, policies.active(session.profile(), now)),
                status,
                evidence,
                result);
    }

    private static Reply reply(int status, Shown shown) {
        return new Reply(status, TYPE, Json.write(shown) + "\n", Map.of());
    }

    private static Optional<Evidence> evidence(JsonNode sent) {
        return sent.isArray() && sent.size() >= 2
                ? Optional.of(new Evidence(
                        sent.get(0).asText(),
                        Base64.getEncoder()
                                .encodeToString(Base64.getUrlDecoder()
                                        .decode(sent.get(1).asText()))))
                : Optional.empty();
    }

    private static String ear(Results.Result result) {
        try {
            return Json.tree(result.answer().getBytes(StandardCharsets.UTF_8))
                    .path("ear")
                    .asText();
        } catch (IOException broken) {
            throw new IllegalStateException("the result " + result.id() + " cannot be read", broken);
        }
    }
}
