package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code GET /v3.0/agents/{agent_id}/attestations/{index}}: an attestation of an agent of Keylime, and what came of it. */
public final class GetV30AgentsAttestations extends Endpoint<GetV30AgentsAttestations.Request, Reply> {
    private final Limit limit;
    private final KeylimeAgents agents;
    private final Sessions sessions;
    private final Results results;

    public GetV30AgentsAttestations() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV30AgentsAttestations(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-state");
        this.agents = new KeylimeAgents(aws);
        this.sessions = new Sessions(aws);
        this.results = new Results(aws);
    }

    /** @param index {@code latest} or a number from 0 */
    public record Request(
            @Nullable String agentId, @Nullable String index) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        long now = call.epochSecond();
        String id = Fields.word("agent_id", request.agentId(), KeylimeAgents.ID);
        String asked = Fields.word("index", request.index(), KeylimeResource.INDEX);
        long index = asked.equals("latest") ? agents.find(id).attestations() - 1 : Long.parseLong(asked);
        Sessions.Session session;
        try {
            session = sessions.find(KeylimeResource.session(id, index), Face.KEYLIME.name(), now);
        } catch (Refusal unknown) {
            throw new Refusal(
                    404, "NO_ATTESTATION", "There is no attestation " + index + " of this agent, or not any more");
        }
        return KeylimeResource.state(200, id, index, session, verdict(session, now), java.util.Map.of());
    }

    private KeylimeResource.Verdict verdict(Sessions.Session session, long now) {
        if (!session.row().has("spent_at")) {
            return KeylimeResource.Verdict.WAITING;
        }
        return session.attestationId()
                .flatMap(id -> results.find(id, now))
                .map(result -> of(result))
                .orElse(KeylimeResource.Verdict.LOST);
    }

    private static KeylimeResource.Verdict of(Results.Result result) {
        try {
            JsonNode answer = Json.tree(result.answer().getBytes(StandardCharsets.UTF_8));
            return KeylimeResource.Verdict.of(result.id(), answer.path("status").asText(), answer.path("appraisals"));
        } catch (IOException broken) {
            throw new IllegalStateException("the result " + result.id() + " cannot be read", broken);
        }
    }
}
