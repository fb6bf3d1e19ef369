package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /challenge-response/v1/session/{session_id}}: forgets a session; its result stays readable by its own id.
 */
public final class DeleteChallengeResponseV1Session extends Endpoint<DeleteChallengeResponseV1Session.Request, Reply> {
    private final Limit limit;
    private final Sessions sessions;

    public DeleteChallengeResponseV1Session() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteChallengeResponseV1Session(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-session");
        this.sessions = new Sessions(aws);
    }

    public record Request(@Nullable String sessionId) {}

    @Override
    protected boolean bodyIsOpaque() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("session_id", request.sessionId(), Sessions.ID);
        sessions.forget(
                sessions.find(id, Face.VERAISON.name(), call.epochSecond()).id());
        return Reply.text(204, VeraisonSession.TYPE, "");
    }
}
