package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/miner/{miner_id}/streak}: on how many days in a row a miner attested; 404 for who never did. */
public final class GetApiMinerStreak extends Endpoint<GetApiMinerStreak.Request, GetApiMinerStreak.Answer> {
    private final Miners miners;

    public GetApiMinerStreak() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiMinerStreak(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.miners = new Miners(aws);
    }

    public record Request(@Nullable String minerId) {}

    /**
     * @param streakDays days in a row up to today or yesterday (UTC)
     * @param streakBonus 0.02 a day, 0.6 at most; shown only
     * @param effectiveMultiplier the hardware's multiplier and the bonus together; shown only
     */
    public record Answer(
            String minerId,
            int streakDays,
            double hardwareMultiplier,
            double streakBonus,
            double effectiveMultiplier,
            Projections projections) {}

    /** @param streakDaysNeeded days until the bonus grows no more */
    public record Projections(double current, double withMaxStreak, int streakDaysNeeded, String message) {}

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Identities.required("miner_id", request.minerId()).value();
        Miners.Known known = miners.read(miner);
        long hardware = known.latest()
                .map(Machine::hardwareWeight)
                .orElseThrow(() -> new Refusal(404, "MINER_NOT_FOUND", "This miner never attested")
                        .with("error", "miner not found"));
        Streak streak = Streak.of(known, call.epochSecond());
        int needed = streak.daysToFull();
        return new Answer(
                miner,
                streak.days(),
                Weights.shown(hardware),
                Weights.shown(streak.bonus()),
                Weights.shown(hardware + streak.bonus()),
                new Projections(
                        Weights.shown(hardware + streak.bonus()),
                        Weights.shown(hardware + Streak.bonusOf(Streak.FULL_DAYS)),
                        needed,
                        needed == 0
                                ? "The bonus has reached its maximum"
                                : "Attest on " + needed + " more days in a row for the greatest bonus"));
    }
}
