package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /challenge-response/v1/session/{session_id}}: evidence of the media type that the request says; what came of
 * it is in the answer.
 */
public final class PostChallengeResponseV1Session extends Endpoint<PostChallengeResponseV1Session.Request, Reply> {
    private final Limit limit;
    private final Desk desk;
    private final Sessions sessions;
    private final VeraisonSession shown;

    public PostChallengeResponseV1Session() {
        this(Aws.of(Env.ofFunction()));
    }

    PostChallengeResponseV1Session(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal");
        this.desk = new Desk(aws, AllKinds.kinds());
        this.sessions = new Sessions(aws);
        this.shown = new VeraisonSession(aws);
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
        byte[] content = call.body();
        if (content.length == 0) {
            throw Fields.invalid("body", "must be evidence of the media type in Content-Type");
        }
        Wrapped sent = Wrapped.unwrapped("body", call.header("content-type").orElse(""), content);
        Submitted.Piece piece = desk.submitted().piece(sent.mediaType(), sent.content());
        Desk.Answer answer = desk.attest(
                new Desk.Handed(
                        id,
                        List.of(piece),
                        Submitted.kept(sent.mediaType(), piece),
                        Optional.empty(),
                        null,
                        Face.VERAISON),
                call.epochSecond());
        return shown.complete(sessions.conclude(id, answer), call.epochSecond());
    }

    /** Warms the verifiers too, which the sample event alone does not reach: no challenge is open while priming. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends org.crac.Resource> context) throws Exception {
        super.beforeCheckpoint(context);
        Warmth.run();
    }
}
