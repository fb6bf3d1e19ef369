package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /attestation/status?miner_id=} (or {@code miner=}): where a miner stands; unknown ones never attested. */
public final class GetAttestationStatus extends Endpoint<GetAttestationStatus.Request, GetAttestationStatus.Answer> {
    private final Chain chain;
    private final Miners miners;
    private final Enrolments enrolments;

    public GetAttestationStatus() {
        this(Aws.of(Env.ofFunction()));
    }

    GetAttestationStatus(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.miners = new Miners(aws);
        this.enrolments = new Enrolments(aws);
    }

    public record Request(
            @Nullable String minerId, @Nullable String miner) {}

    /**
     * @param attested whether an attestation of the last hour was accepted
     * @param lastAttest when the last one was, in seconds since 1970; null when there never was one
     * @param weight what the last one is worth
     * @param enrolledWeight the weight with which the miner stands in the current epoch; 0 when it is not enrolled
     * @param hardwareTier what hardware evidence the last attestation's weight counts; {@code fingerprint} when there is none
     */
    public record Answer(
            boolean ok,
            boolean success,
            String miner,
            String minerId,
            boolean attested,
            @Nullable Long lastAttest,
            boolean fingerprintPassed,
            double weight,
            long epoch,
            boolean enrolled,
            double enrolledWeight,
            String hardwareTier) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String asked = request.minerId() == null ? request.miner() : request.minerId();
        String miner = Identities.required("miner_id", asked).value();
        long epoch = chain.epochAt(call.epochSecond());
        Optional<Machine> latest = miners.read(miner).latest();
        Optional<Long> standing = enrolments.weight(epoch, miner);
        return new Answer(
                true,
                true,
                miner,
                miner,
                latest.filter(m -> m.attestedAtEpochSecond() > call.epochSecond() - Presence.ACTIVE_SECONDS)
                        .isPresent(),
                latest.map(Machine::attestedAtEpochSecond).orElse(null),
                latest.filter(Machine::passed).isPresent(),
                Weights.shown(latest.map(Machine::weight).orElse(0L)),
                epoch,
                standing.isPresent(),
                Weights.shown(standing.orElse(0L)),
                latest.map(Machine::tier).orElse(HardwareTier.FINGERPRINT));
    }
}
