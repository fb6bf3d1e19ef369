package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** {@code GET /api/fee_pool}: what fees brought in. This network takes none. */
public final class GetApiFeePool extends Endpoint<GetApiFeePool.Request, GetApiFeePool.Answer> {
    private static final String DESTINATION = "fee_pool";
    private static final int RIP = 301;

    private final Store store;

    public GetApiFeePool() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiFeePool(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
    }

    public record Request() {}

    /**
     * @param rip the network's improvement proposal that describes the fee pool
     * @param destinationBalanceRtc what the pool's wallet owns
     */
    public record Answer(
            boolean ok,
            String description,
            String destination,
            BigDecimal destinationBalanceRtc,
            Map<String, BigDecimal> feesBySource,
            List<String> recentEvents,
            int rip,
            long totalFeeEvents,
            BigDecimal totalFeesCollectedRtc,
            BigDecimal withdrawalFeeRtc) {}

    @Override
    protected Answer answer(Request request, Call call) {
        return new Answer(
                true,
                "Transfers cost no fee; the pool holds what was sent to it",
                DESTINATION,
                Rtc.shown(Balance.of(store, DESTINATION).total()),
                Map.of(),
                List.of(),
                RIP,
                0,
                Rtc.shown(0),
                Rtc.shown(0));
    }
}
