package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v3.0/agents/{agent_id}}: an agent of Keylime registers its TPM and its attestation key, and is given a
 * credential that the TPM must open.
 */
public final class PostV30Agents extends Endpoint<PostV30Agents.Request, Reply> {
    private static final int MOST_PUBLIC = 2048;

    private final Limit limit;
    private final KeylimeAgents agents;

    public PostV30Agents() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV30Agents(Aws aws) {
        super(Request.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-agents");
        this.agents = new KeylimeAgents(aws);
    }

    /**
     * @param ekcert the endorsement key's certificate: PEM, issuers may follow, or DER in base64
     * @param aikTpm the attestation key as TPM2B_PUBLIC in base64
     */
    public record Request(
            @Nullable String agentId,
            @Nullable String ekcert,
            @Nullable String aikTpm) {}

    /** @param results {@code blob}: what {@code tpm2_activatecredential -i} reads, in base64 */
    public record Answer(int code, String status, Map<String, String> results) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String id = Fields.word("agent_id", request.agentId(), KeylimeAgents.ID);
        byte[] blob = agents.register(
                id,
                certificates(request.ekcert()),
                Fields.bytes("aik_tpm", request.aikTpm(), MOST_PUBLIC),
                call.epochSecond());
        return Reply.json(
                200,
                new Answer(200, "Success", Map.of("blob", Base64.getEncoder().encodeToString(blob))));
    }

    private static byte[] certificates(@Nullable String sent) {
        boolean pem = sent != null && sent.stripLeading().startsWith("-----BEGIN");
        byte[] bytes = pem
                ? String.valueOf(sent).strip().getBytes(StandardCharsets.US_ASCII)
                : Fields.bytes("ekcert", sent, TpmSteps.MOST_CERTIFICATE);
        if (bytes.length == 0 || bytes.length > 4 * TpmSteps.MOST_CERTIFICATE) {
            throw Fields.invalid("ekcert", "must have 1 to " + 4 * TpmSteps.MOST_CERTIFICATE + " bytes");
        }
        return bytes;
    }
}
