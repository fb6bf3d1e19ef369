package io.lotabots.appraisal;

import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A session as Veraison's challenge-response protocol writes it. */
final class VeraisonSession {
    static final String TYPE = "application/vnd.veraison.challenge-response-session+json";

    /** What the protocol's clients are told about the session's address. */
    static final String PATH = "/challenge-response/v1/session/";

    private VeraisonSession() {}

    /** A session that waits for evidence. */
    static Reply waiting(int status, Sessions.Session session, List<String> accept) {
        return reply(status, session, accept, "waiting", "");
    }

    /** A session with its result: a signed token. */
    static Reply complete(Sessions.Session session, List<String> accept, String ear) {
        return reply(200, session, accept, "complete", ear);
    }

    private static Reply reply(
            int httpStatus, Sessions.Session session, List<String> accept, String status, String result) {
        SequencedMap<String, Object> body = new LinkedHashMap<>();
        body.put("nonce", Base64.getEncoder().encodeToString(session.nonce()));
        body.put("expiry", Instant.ofEpochSecond(session.expiresAt()).toString());
        body.put("accept", accept);
        body.put("status", status);
        if (!result.isEmpty()) {
            body.put("result", result);
        }
        return Reply.text(httpStatus, TYPE, Json.write(body) + "\n");
    }
}
