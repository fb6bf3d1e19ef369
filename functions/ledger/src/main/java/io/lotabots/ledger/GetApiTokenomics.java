package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/tokenomics}: how much money there is, and will be. */
public final class GetApiTokenomics extends Endpoint<GetApiTokenomics.Request, GetApiTokenomics.Answer> {
    private final Store store;
    private final Chain chain;

    public GetApiTokenomics() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiTokenomics(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
        this.chain = Chain.of(aws.env());
    }

    public record Request() {}

    /**
     * @param asOf seconds since 1970 at which the sealed epoch ended; 0 before the first one
     * @param asOfEpoch the last sealed epoch, null before the ledger was opened
     * @param totalSupplyRtc all there will ever be
     * @param circulatingRtc what was minted by sealed epochs and allocated at genesis
     * @param holders wallets that were ever paid by an epoch, as are {@code wallets}
     * @param referenceRateUsd null: this platform knows no price
     */
    public record Answer(
            boolean ok,
            String token,
            long asOf,
            @Nullable Long asOfEpoch,
            long totalSupplyRtc,
            BigDecimal circulatingRtc,
            BigDecimal unmintedRtc,
            BigDecimal epochPotRtc,
            long holders,
            long wallets,
            String policy,
            String rateBasis,
            @Nullable BigDecimal referenceRateUsd,
            List<String> milestones,
            @Nullable String nextMilestone) {}

    @Override
    protected Answer answer(Request request, Call call) {
        @Nullable Head head = store.head().orElse(null);
        long minted = head == null ? 0 : head.minted();
        long placed = head == null ? 0 : head.nextSlot();
        return new Answer(
                true,
                "RTC",
                head == null || head.epoch() < 0 ? 0 : chain.epochEndsAt(head.epoch()),
                head == null ? null : (Long) head.epoch(),
                Rtc.SUPPLY / Rtc.MICRO,
                Rtc.shown(minted),
                Rtc.shown(Rtc.SUPPLY - minted),
                Rtc.shown(chain.potMicroRtc()),
                placed,
                placed,
                "Money enters by settled epochs and by the allocations of genesis, until the supply is reached",
                "none: this platform knows no price",
                null,
                List.of(),
                null);
    }
}
