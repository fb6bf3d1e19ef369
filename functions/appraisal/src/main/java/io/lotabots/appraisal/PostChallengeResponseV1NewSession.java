package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.RandomBytes;
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
    private static final int LEAST_BYTES = 8;
    private static final int MOST_BYTES = 64;

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
     * @param nonce 8 to 64 bytes in base64url, in place of a drawn one
     * @param profile the policy by which the evidence will be judged; {@code strict} when absent
     */
    public record Request(
            @JsonProperty("nonceSize") @Nullable String nonceSize,
            @Nullable String nonce,
            @Nullable String profile) {}

    /** @param expiry until when it can be read, as of RFC 3339 */
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
        Sessions.Session session =
                sessions.issue(nonce(request), profile, "", Map.of("face", Face.VERAISON.name()), call.epochSecond());
        return shown.waiting(201, session, call.epochSecond())
                .with("Location", "/challenge-response/v1/session/" + session.id());
    }

    private static byte[] nonce(Request request) {
        if (request.nonce() == null) {
            return RandomBytes.of(size(request.nonceSize()));
        }
        if (request.nonceSize() != null) {
            throw Fields.invalid("nonceSize", "must be absent where nonce is given");
        }
        byte[] nonce = Fields.bytes("nonce", request.nonce(), MOST_BYTES);
        if (nonce.length < LEAST_BYTES) {
            throw Fields.invalid(
                    "nonce", "must have " + LEAST_BYTES + " to " + MOST_BYTES + " bytes, got " + nonce.length);
        }
        return nonce;
    }

    private static int size(@Nullable String asked) {
        if (asked == null) {
            return Sessions.NONCE_BYTES;
        }
        int size = asked.matches("[0-9]{1,3}") ? Integer.parseInt(asked) : 0;
        if (size < LEAST_BYTES || size > MOST_BYTES) {
            throw Fields.invalid(
                    "nonceSize", "must be " + LEAST_BYTES + " to " + MOST_BYTES + ", got " + Fields.shown(asked));
        }
        return size;
    }
}
