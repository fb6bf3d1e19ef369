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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code PATCH /v3.0/agents/{agent_id}/attestations/{index}}: the evidence that was asked of an agent of Keylime. It is appraised
 * while the agent waits, so the answer has the verdict already.
 */
public final class PatchV30AgentsAttestations extends Endpoint<PatchV30AgentsAttestations.Request, Reply> {
    private final Limit limit;
    private final Kinds kinds = AllKinds.kinds();
    private final KeylimeAgents agents;
    private final KeylimeEvidence evidence = new KeylimeEvidence(kinds);
    private final Sessions sessions;
    private final Policies policies;
    private final Desk desk;
    private final KeylimeTokens tokens;

    public PatchV30AgentsAttestations() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchV30AgentsAttestations(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-evidence");
        this.agents = new KeylimeAgents(aws);
        this.sessions = new Sessions(aws);
        this.policies = new Policies(aws, new PolicyText(kinds));
        this.desk = new Desk(aws, kinds);
        this.tokens = new KeylimeTokens(aws);
    }

    /**
     * @param index {@code latest} or the one that is the latest
     * @param data a resource whose attribute {@code evidence_collected} is what was asked for, in its order
     */
    public record Request(
            @Nullable String agentId,
            @Nullable String index,
            @Nullable JsonNode data) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        long now = call.epochSecond();
        String id = Fields.word("agent_id", request.agentId(), KeylimeAgents.ID);
        String asked = Fields.word("index", request.index(), KeylimeResource.INDEX);
        JsonNode attributes = KeylimeResource.attributes(request.data());
        KeylimeAgents.Agent agent = agents.find(id);
        KeylimeTokens.demand(call, agent);
        long latest = agent.attestations() - 1;
        long index = asked.equals("latest") ? latest : Long.parseLong(asked);
        if (index != latest) {
            throw new Refusal(
                    index > latest ? 404 : 403,
                    index > latest ? "NO_ATTESTATION" : "OLD_ATTESTATION",
                    "Attestation " + index + " is not the latest of this agent, which is " + latest);
        }
        Sessions.Session session = waiting(KeylimeResource.session(id, index), now);
        Submitted.Piece piece = evidence.piece(KeylimeResource.asked(session), attributes, agent);
        Desk.Answer answer = desk.attest(
                new Desk.Handed(
                        session.id(),
                        List.of(piece),
                        Submitted.kept(List.of(piece)),
                        Optional.empty(),
                        null,
                        Face.KEYLIME,
                        Map.of(
                                "activated_aks",
                                List.of(agent.activated()),
                                "required_pcrs",
                                required(session, piece.kind(), now))),
                now);
        Sessions.Session concluded = sessions.conclude(session.id(), answer);
        KeylimeResource.Verdict verdict = KeylimeResource.Verdict.of(
                answer.attestationId(), answer.status(), Json.MAPPER.valueToTree(answer.appraisals()));
        if (verdict.evaluation().equals("pass")) {
            tokens.prolonged(agent, now);
        }
        return KeylimeResource.state(
                202,
                id,
                index,
                concluded,
                verdict,
                Map.of("seconds_to_next_attestation", KeylimeResource.NEXT_SECONDS));
    }

    /** The registers that were asked for, and those that the policy asks for. */
    private List<String> required(Sessions.Session session, Kind kind, long now) {
        Set<String> required = new TreeSet<>(
                policies.activeOrStrict(session.profile(), now).of(kind).allowed("required_pcrs"));
        KeylimeResource.asked(session)
                .path(0)
                .path("chosen_parameters")
                .path("selected_subjects")
                .forEach(bank -> bank.forEach(register -> required.add(register.asText())));
        return List.copyOf(required);
    }

    private Sessions.Session waiting(String session, long now) {
        try {
            return sessions.open(session, now);
        } catch (Refusal closed) {
            throw closed.status() == 404
                    ? new Refusal(404, "NO_ATTESTATION", "There is no attestation that waits for evidence")
                    : new Refusal(
                            403,
                            closed.code().equals("CHALLENGE_SPENT") ? "EVIDENCE_IMMUTABLE" : "CHALLENGES_EXPIRED",
                            closed.sentence());
        }
    }

    /** Warms the verifiers too, which the sample event alone does not reach: no challenge is open while priming. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends org.crac.Resource> context) throws Exception {
        super.beforeCheckpoint(context);
        Warmth.run();
    }
}
