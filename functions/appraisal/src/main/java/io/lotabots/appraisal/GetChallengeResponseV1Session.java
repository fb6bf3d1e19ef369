package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /challenge-response/v1/session/{session_id}}: a session, with its result once there is one. */
public final class GetChallengeResponseV1Session extends Endpoint<GetChallengeResponseV1Session.Request, Reply> {
    private final Kinds kinds = AllKinds.kinds();
    private final Sessions sessions;
    private final Results results;

    public GetChallengeResponseV1Session() {
        this(Aws.of(Env.ofFunction()));
    }

    GetChallengeResponseV1Session(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.sessions = new Sessions(aws);
        this.results = new Results(aws);
    }

    public record Request(@Nullable String sessionId) {}

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("session_id", request.sessionId(), Sessions.ID);
        Sessions.Session session = sessions.find(id, call.epochSecond());
        List<String> accept = PostV1Challenges.accepted(kinds, PolicyDocument.STRICT);
        Optional<String> ear = session.row()
                .findText("attestation_id")
                .flatMap(attestation -> results.find(attestation, call.epochSecond()))
                .map(result -> ear(result.answer()));
        return ear.map(token -> VeraisonSession.complete(session, accept, token))
                .orElseGet(() -> VeraisonSession.waiting(200, session, accept));
    }

    private static String ear(String answer) {
        try {
            return Json.tree(answer.getBytes(StandardCharsets.UTF_8))
                    .path("ear")
                    .asText();
        } catch (IOException broken) {
            throw new IllegalStateException("a result cannot be read", broken);
        }
    }
}
