package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/bounty-multiplier}: which part of a bounty's face value is paid. Here it is all of it, always. */
public final class GetApiBountyMultiplier
        extends Endpoint<GetApiBountyMultiplier.Request, GetApiBountyMultiplier.Answer> {
    private static final String FUND = "founder_team_bounty";

    private final Store store;

    public GetApiBountyMultiplier() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiBountyMultiplier(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
    }

    public record Request() {}

    /**
     * @param remainingRtc what the fund of bounties owns
     * @param initialFundRtc null, as are {@code totalPaidRtc} and {@code halfLifeRtc}: the multiplier hangs on none of them
     */
    public record Answer(
            boolean ok,
            BigDecimal currentMultiplier,
            BigDecimal multiplier,
            String currentMultiplierPct,
            String decayModel,
            Example example,
            @Nullable BigDecimal halfLifeRtc,
            @Nullable BigDecimal initialFundRtc,
            List<String> milestones,
            BigDecimal remainingRtc,
            @Nullable BigDecimal totalPaidRtc) {}

    public record Example(BigDecimal faceValue, BigDecimal actualPayout, String note) {}

    @Override
    protected Answer answer(Request request, Call call) {
        BigDecimal one = Rtc.shown(Rtc.MICRO);
        BigDecimal hundred = Rtc.shown(100 * Rtc.MICRO);
        return new Answer(
                true,
                one,
                one,
                "100.0%",
                "none: bounties are paid at their face value",
                new Example(hundred, hundred, "A bounty of 100 RTC pays 100 RTC"),
                null,
                null,
                List.of(),
                Rtc.shown(Balance.of(store, FUND).total()),
                null);
    }
}
