package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /challenge-response/v1/session/{session_id}}: a session of a client of Veraison as it stands. */
public final class GetChallengeResponseV1Session extends Endpoint<GetChallengeResponseV1Session.Request, Reply> {
    private final Limit limit;
    private final Sessions sessions;
    private final VeraisonSession shown;

    public GetChallengeResponseV1Session() {
        this(Aws.of(Env.ofFunction()));
    }

    GetChallengeResponseV1Session(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-session");
        this.sessions = new Sessions(aws);
        this.shown = new VeraisonSession(aws);
    }

    public record Request(@Nullable String sessionId) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("session_id", request.sessionId(), Sessions.ID);
        return shown.asItStands(sessions.find(id, Face.VERAISON.name(), call.epochSecond()), call.epochSecond());
    }
}
