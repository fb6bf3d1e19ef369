package io.lotabots.attestation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /lottery/eligibility}: whether the current slot is a miner's, and when its next one is. */
public final class GetLotteryEligibility extends Endpoint<GetLotteryEligibility.Request, GetLotteryEligibility.Answer> {
    private static final long ATTESTED_SECONDS = 86_400;

    private final Chain chain;
    private final Rotation rotation;
    private final Miners miners;

    public GetLotteryEligibility() {
        this(Aws.of(Env.ofFunction()));
    }

    GetLotteryEligibility(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.rotation = new Rotation(aws);
        this.miners = new Miners(aws);
    }

    public record Request(@Nullable String minerId) {}

    /**
     * @param reason {@code your_turn}, {@code not_your_turn} or {@code not_attested}
     * @param slotProducer whose slot it is; null when nobody attested within a day of the last freeze
     * @param yourTurnAtSlot the miner's next slot; absent when it is not in the frozen rotation
     */
    public record Answer(
            boolean eligible,
            String reason,
            long slot,
            @Nullable String slotProducer,
            int rotationSize,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long yourTurnAtSlot) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Identities.required("miner_id", request.minerId()).value();
        long slot = chain.slotAt(call.epochSecond());
        Rotation.Frozen frozen = rotation.current(slot, call.epochSecond());
        Optional<Long> turn = frozen.turn(miner, slot);
        boolean eligible = turn.filter(at -> at == slot).isPresent();
        String reason = eligible
                ? "your_turn"
                : turn.isPresent() || attested(miner, call.epochSecond()) ? "not_your_turn" : "not_attested";
        return new Answer(
                eligible,
                reason,
                slot,
                frozen.producer(slot).orElse(null),
                frozen.size(),
                eligible ? null : turn.orElse(null));
    }

    /** Whether a miner that the frozen rotation does not hold has attested since. */
    private boolean attested(String miner, long now) {
        return miners.read(miner)
                .latest()
                .filter(m -> m.attestedAtEpochSecond() > now - ATTESTED_SECONDS)
                .isPresent();
    }
}
