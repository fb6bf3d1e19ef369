package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.tpm.TpmAttest;
import io.lotabots.evidence.tpm.TpmSignature;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code PATCH /v3.0/sessions/{session_id}}: the proof that an agent of Keylime holds its attestation key, for a token. A session
 * takes one proof, whether it holds or not; what is wrong with it, or that there is no such agent, is not told apart.
 */
public final class PatchV30Sessions extends Endpoint<PatchV30Sessions.Request, Reply> {
    private final Limit limit;
    private final Sessions sessions;
    private final KeylimeAgents agents;
    private final KeylimeTokens tokens;

    public PatchV30Sessions() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchV30Sessions(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-sessions");
        this.sessions = new Sessions(aws);
        this.agents = new KeylimeAgents(aws);
        this.tokens = new KeylimeTokens(aws);
    }

    /**
     * @param sessionId as {@code POST /v3.0/sessions} gave it
     * @param data a resource of the type {@code session} whose attributes are {@code agent_id} and
     *     {@code authentication_provided}, whose first has {@code data} with {@code message} (TPMS_ATTEST, at most 2048 bytes)
     *     and {@code signature} (TPMT_SIGNATURE, at most 2048 bytes) in base64
     */
    public record Request(
            @Nullable String sessionId, @Nullable JsonNode data) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        long now = call.epochSecond();
        String id = Fields.word("session_id", request.sessionId(), Sessions.ID);
        JsonNode attributes = KeylimeSession.attributes(request.data());
        String name = KeylimeSession.agent(attributes);
        JsonNode provided = attributes.path("authentication_provided").path(0);
        if (!provided.path("authentication_type").asText().equals(KeylimeSession.METHOD)) {
            throw Fields.invalid(
                    "authentication_provided", "must begin with a proof of the type " + KeylimeSession.METHOD);
        }
        byte[] message = Fields.bytes("message", provided.path("data").get("message"), TpmAttest.MOST_BYTES);
        byte[] signature = Fields.bytes("signature", provided.path("data").get("signature"), TpmSignature.MOST_BYTES);
        Sessions.Session session = spent(id, now);
        KeylimeAgents.Agent agent = agents.lookedUp(name).orElseThrow(PatchV30Sessions::refused);
        if (!session.row().findText("agent_id").orElse("").equals(name)
                || !KeylimeTokens.proves(agent, session, message, signature)) {
            throw refused();
        }
        KeylimeTokens.Token token = tokens.issue(agent, id, now);
        return KeylimeSession.passed(session, name, provided.path("data"), token, now);
    }

    private Sessions.Session spent(String id, long now) {
        try {
            return sessions.spend(id, Face.KEYLIME_SESSION.name(), now);
        } catch (Refusal closed) {
            throw new Refusal(
                    404,
                    "NO_SESSION",
                    "There is no session that waits for a proof: ask for one at POST /v3.0/sessions");
        }
    }

    private static Refusal refused() {
        return new Refusal(
                401,
                "PROOF_REFUSED",
                "The proof is none of this agent's: message and signature must be its attestation key's certification of"
                        + " itself (TPM2_Certify) for the challenge of this session");
    }
}
