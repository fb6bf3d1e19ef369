package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /challenge-response/v1/session/{session_id}}: the evidence of a session, as bare bytes of its media type. */
public final class PostChallengeResponseV1Session extends Endpoint<PostChallengeResponseV1Session.Request, Reply> {
    private final Limit limit;
    private final Kinds kinds = AllKinds.kinds();
    private final Sessions sessions;
    private final Desk desk;

    public PostChallengeResponseV1Session() {
        this(Aws.of(Env.ofFunction()));
    }

    PostChallengeResponseV1Session(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal");
        this.sessions = new Sessions(aws);
        this.desk = new Desk(aws, kinds);
    }

    public record Request(@Nullable String sessionId) {}

    @Override
    protected boolean bodyIsJson() {
        return false;
    }

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("session_id", request.sessionId(), Sessions.ID);
        String type = call.header("content-type").orElse("");
        byte[] content = call.body();
        Submitted.Piece piece = desk.submitted().piece(type, content);
        ArrayNode record = Json.MAPPER.createArrayNode().add(type).add(Fields.base64(content));
        Sessions.Session session = sessions.open(id, call.epochSecond());
        Desk.Answer answer =
                desk.attest(new Desk.Handed(id, List.of(piece), record, Optional.empty(), null), call.epochSecond());
        sessions.note(id, answer.attestationId());
        return VeraisonSession.complete(session, PostV1Challenges.accepted(kinds, PolicyDocument.STRICT), answer.ear());
    }
}
