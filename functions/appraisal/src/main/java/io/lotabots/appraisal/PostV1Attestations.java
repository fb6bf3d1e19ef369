package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/attestations}: appraises evidence for a challenge and answers with a signed result. */
public final class PostV1Attestations extends Endpoint<PostV1Attestations.Request, Desk.Answer> {
    private final Limit limit;
    private final Desk desk;

    public PostV1Attestations() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Attestations(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new Limit(aws, "appraisal");
        this.desk = new Desk(aws, AllKinds.kinds());
    }

    /**
     * @param evidence parts, a conceptual message wrapper, or several by their labels: see docs/appraisal.md
     * @param teePublicKey a JWK that the evidence speaks for
     * @param miner who claims the hardware, for ever; with either of them evidence holds no bare nonce, see
     *     docs/appraisal.md
     */
    public record Request(
            @Nullable String challengeId,
            @Nullable JsonNode evidence,
            @Nullable JsonNode teePublicKey,
            Claimant.@Nullable Claim miner) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Desk.Answer answer(Request request, Call call) {
        String id = Fields.word("challenge_id", request.challengeId(), Sessions.ID);
        List<Submitted.Piece> pieces = desk.submitted().pieces(request.evidence());
        return desk.attest(
                new Desk.Handed(id, pieces, Appraiser.teeKey(request.teePublicKey()), request.miner()),
                call.epochSecond());
    }

    /** Warms the verifiers too, which the sample event alone does not reach: no challenge is open while priming. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends org.crac.Resource> context) throws Exception {
        super.beforeCheckpoint(context);
        Warmth.run();
    }
}
