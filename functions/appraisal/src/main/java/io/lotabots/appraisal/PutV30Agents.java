package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code PUT /v3.0/agents/{agent_id}}: an agent of Keylime proves that its TPM opened the credential. */
public final class PutV30Agents extends Endpoint<PutV30Agents.Request, Reply> {
    private static final Pattern TAG = Pattern.compile("[0-9a-f]{96}");

    private final Limit limit;
    private final KeylimeAgents agents;

    public PutV30Agents() {
        this(Aws.of(Env.ofFunction()));
    }

    PutV30Agents(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-agents");
        this.agents = new KeylimeAgents(aws);
    }

    /** @param authTag HMAC-SHA-384 in hexadecimal over the agent's name, keyed with the base64 text of the secret */
    public record Request(
            @Nullable String agentId, @Nullable String authTag) {}

    /** @param results empty, as Keylime's registrar answers */
    public record Answer(int code, String status, Map<String, String> results) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("agent_id", request.agentId(), KeylimeAgents.ID);
        agents.activate(id, Fields.word("auth_tag", request.authTag(), TAG), call.epochSecond());
        return Reply.json(200, new Answer(200, "Success", Map.of()));
    }
}
