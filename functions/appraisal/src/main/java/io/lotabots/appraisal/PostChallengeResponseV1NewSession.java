package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /challenge-response/v1/newSession}: a session of Veraison's protocol, judged by the strict policy. The nonce is
 * the caller's ({@code nonce}, base64, 8 to 64 bytes) or drawn here ({@code nonceSize}, 32 unless told).
 */
public final class PostChallengeResponseV1NewSession
        extends Endpoint<PostChallengeResponseV1NewSession.Request, Reply> {
    private static final int LEAST_NONCE = 8;
    private static final int MOST_NONCE = 64;
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,3}");

    private final Limit limit;
    private final Kinds kinds = AllKinds.kinds();
    private final Sessions sessions;

    public PostChallengeResponseV1NewSession() {
        this(Aws.of(Env.ofFunction()));
    }

    PostChallengeResponseV1NewSession(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-challenge");
        this.sessions = new Sessions(aws);
    }

    /** Nothing: the protocol puts its parameters into the query. */
    public record Request() {}

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
        byte[] nonce = call.query("nonce")
                .map(text -> Fields.bytes("nonce", text, MOST_NONCE))
                .orElseGet(() -> Sessions.random(size(call.query("nonceSize"))));
        if (nonce.length < LEAST_NONCE) {
            throw Fields.invalid(
                    "nonce", "must have " + LEAST_NONCE + " to " + MOST_NONCE + " bytes, got " + nonce.length);
        }
        Sessions.Session session = sessions.issue(nonce, PolicyDocument.STRICT.name(), "", call.epochSecond());
        return VeraisonSession.waiting(201, session, PostV1Challenges.accepted(kinds, PolicyDocument.STRICT))
                .with("Location", VeraisonSession.PATH + session.id());
    }

    private static int size(Optional<String> asked) {
        int size = asked.filter(text -> SIZE.matcher(text).matches())
                .map(Integer::parseInt)
                .orElse(asked.isPresent() ? 0 : Sessions.NONCE_BYTES);
        if (size < LEAST_NONCE || size > MOST_NONCE) {
            throw Fields.invalid("nonceSize", "must be " + LEAST_NONCE + " to " + MOST_NONCE);
        }
        return size;
    }
}
