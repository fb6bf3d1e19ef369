package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /challenge-response/v1/newSession}: a challenge for clients of Veraison (its challenge-response API, version
 * 1). What they name as nonce is as fresh as they make it.
 */
public final class PostChallengeResponseV1NewSession
        extends Endpoint<PostChallengeResponseV1NewSession.Request, Reply> {
    private final Limit limit;
    private final Sessions sessions;
    private final VeraisonSession shown;

    public PostChallengeResponseV1NewSession() {
        this(Aws.of(Env.ofFunction()));
    }

    PostChallengeResponseV1NewSession(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal-challenge");
        this.sessions = new Sessions(aws);
        this.shown = new VeraisonSession(aws);
    }

    /**
     * @param nonceSize bytes of the nonce that is drawn, 8 to 64; 32 when absent
     * @param nonce 8 to 64 bytes in base64 or base64url, in place of a drawn one
     * @param profile the policy by which the evidence will be judged; {@code strict} when absent
     */
    public record Request(
            @JsonProperty("nonceSize") @Nullable String nonceSize,
            @Nullable String nonce,
            @Nullable String profile) {}

    /**
     * A session that waits.
     *
     * @param nonce in base64, as {@link VeraisonNonce} says
     * @param expiry until when it can be read, as of RFC 3339
     */
    public record Answer(String nonce, String expiry, List<String> accept, String status) {}

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
        String profile = Fields.word("profile", request.profile(), PolicyText.NAME, PolicyDocument.STRICT.name());
        VeraisonNonce nonce = VeraisonNonce.of(request.nonce(), request.nonceSize());
        Sessions.Session session = sessions.issue(
                nonce.bytes(),
                profile,
                "",
                Map.of("face", Face.VERAISON.name(), "nonce_text", nonce.text()),
                call.epochSecond());
        return shown.waiting(201, session, call.epochSecond())
                .with("Location", "/challenge-response/v1/session/" + session.id());
    }
}
