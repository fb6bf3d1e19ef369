package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v3.0/sessions}: an agent of Keylime asks for a challenge, with which it proves its attestation key. Whether there
 * is such an agent is not told here.
 */
public final class PostV30Sessions extends Endpoint<PostV30Sessions.Request, Reply> {
    private static final int MOST_METHODS = 8;

    private final Limit limit;
    private final Sessions sessions;

    public PostV30Sessions() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV30Sessions(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-sessions");
        this.sessions = new Sessions(aws);
    }

    /**
     * @param data a resource of the type {@code session} whose attributes are {@code agent_id} and
     *     {@code authentication_supported}, 1 to 8 methods of which one is {@code tpm_pop}
     */
    public record Request(@Nullable JsonNode data) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        long now = call.epochSecond();
        JsonNode attributes = KeylimeSession.attributes(request.data());
        String agent = KeylimeSession.agent(attributes);
        requireMethod(attributes.path("authentication_supported"));
        Sessions.Session session = sessions.issue(
                new byte[0],
                KeylimeResource.POLICY,
                "",
                Map.of(
                        "face",
                        Face.KEYLIME_SESSION.name(),
                        "agent_id",
                        agent,
                        "created_at",
                        Instant.ofEpochSecond(now).toString()),
                now);
        return KeylimeSession.waiting(session, agent, now);
    }

    private static void requireMethod(JsonNode supported) {
        boolean known = false;
        for (JsonNode method : supported) {
            known |= method.path("authentication_type").asText().equals(KeylimeSession.METHOD);
        }
        if (!supported.isArray() || supported.size() > MOST_METHODS || !known) {
            throw Fields.invalid(
                    "authentication_supported",
                    "must be an array of 1 to " + MOST_METHODS + " methods with the authentication_type "
                            + KeylimeSession.METHOD);
        }
    }
}
