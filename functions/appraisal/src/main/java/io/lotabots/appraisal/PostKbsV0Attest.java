package io.lotabots.appraisal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import io.lotabots.verdicts.TeeKey;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /kbs/v0/attest}: evidence of a guest that speaks the key broker's protocol. It must hold a digest of
 * {@code runtime-data}, which is the nonce and the guest's public key ({@link KbsEvidence.Bound}).
 */
public final class PostKbsV0Attest extends Endpoint<PostKbsV0Attest.Request, Reply> {
    private final Limit limit;
    private final Kinds kinds = AllKinds.kinds();
    private final KbsEvidence evidence = new KbsEvidence(kinds);
    private final Sessions sessions;
    private final Desk desk;

    public PostKbsV0Attest() {
        this(Aws.of(Env.ofFunction()));
    }

    PostKbsV0Attest(Aws aws) {
        super(Request.class, Wire.KBS);
        this.limit = new Limit(aws, "appraisal");
        this.sessions = new Sessions(aws);
        this.desk = new Desk(aws, kinds);
    }

    /**
     * @param initData not read: what a guest was started with stands among the claims, as the evidence says it
     * @param runtimeData {@code nonce} as it was answered, and {@code tee-pubkey}, a JWK
     * @param teeEvidence {@code primary_evidence} and {@code additional_evidence}, a JSON in a text with the evidence of
     *     NVIDIA's GPUs under {@code nvidia}; older guests send what would be {@code primary_evidence} alone
     */
    public record Request(
            @JsonProperty("init-data") @Nullable JsonNode initData,
            @JsonProperty("runtime-data") @Nullable JsonNode runtimeData,
            @JsonProperty("tee-evidence") @Nullable JsonNode teeEvidence) {}

    /** @param token the signed result */
    public record Answer(String token) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Reply answer(Request request, Call call) {
        String id = KbsCookie.session(call);
        Sessions.Session session = sessions.find(id, Face.KBS.name(), call.epochSecond());
        JsonNode runtime = request.runtimeData();
        if (runtime == null
                || !runtime.isObject()
                || !runtime.path("nonce").asText().equals(Base64.getEncoder().encodeToString(session.nonce()))) {
            throw new Refusal(401, "NONCE_MISMATCH", "runtime-data.nonce must be the nonce of this session");
        }
        Optional<TeeKey> key = Appraiser.teeKey(runtime.get("tee-pubkey"));
        if (key.isEmpty()) {
            throw Fields.invalid("runtime-data.tee-pubkey", "must be a JWK");
        }
        KbsEvidence.Bound sent =
                evidence.bound(session.row().findText("tee").orElse(""), runtime, request.teeEvidence());
        Face face = Face.KBS.bound(sent.guest()).bound(sent.devices());
        Desk.Answer answer = desk.attest(
                new Desk.Handed(id, sent.pieces(), Submitted.kept(sent.pieces()), key, null, face), call.epochSecond());
        requireVerified(answer);
        sessions.conclude(id, answer);
        return Reply.json(200, new Answer(answer.ear())).with("Set-Cookie", KbsCookie.of(id));
    }

    /** Guests have a token of what is genuine alone; the result that says what is wrong is kept all the same. */
    private static void requireVerified(Desk.Answer answer) {
        String why = answer.appraisals().stream()
                .flatMap(appraisal -> appraisal.refused().stream())
                .map(note -> note.code() + ": " + note.detail())
                .collect(Collectors.joining("; "));
        if (!why.isEmpty()) {
            throw new Refusal(401, "ATTESTATION_FAILED", "The evidence does not hold: " + why)
                    .with("attestation_id", answer.attestationId());
        }
    }

    /** Warms the verifiers too, which the sample event alone does not reach: no challenge is open while priming. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends org.crac.Resource> context) throws Exception {
        super.beforeCheckpoint(context);
        Warmth.run();
    }
}
