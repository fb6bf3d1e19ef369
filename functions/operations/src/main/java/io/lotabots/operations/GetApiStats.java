package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/stats}: what the chain is and how many take part. */
public final class GetApiStats extends Endpoint<Nothing, GetApiStats.Answer> {
    private static final int MICRO_DECIMALS = 6;
    private static final List<String> FEATURES =
            List.of("hardware_attestation", "round_robin_slots", "signed_headers", "signed_enrolment");
    private static final List<String> SECURITY =
            List.of("ed25519_signatures", "single_use_challenges", "pinned_keys", "hardware_binding");

    private final Chain chain;
    private final Records records;

    public GetApiStats() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiStats(Aws aws) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.records = new Records(aws);
    }

    /**
     * @param blockTime seconds of a slot
     * @param totalMiners identities enrolled in this epoch
     * @param totalBalance RTC that all wallets own together: what genesis allocated and sealed epochs paid; null until
     *     the ledger is opened
     * @param pendingWithdrawals always 0: there are no withdrawals to wait for
     */
    public record Answer(
            String version,
            String chainId,
            long epoch,
            long blockTime,
            long totalMiners,
            @Nullable BigDecimal totalBalance,
            int pendingWithdrawals,
            List<String> features,
            List<String> security) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        long epoch = chain.epochAt(call.epochSecond());
        return new Answer(
                Release.VERSION,
                chain.chainId(),
                epoch,
                chain.slotSeconds(),
                records.enrolled(epoch),
                records.mintedMicroRtc().map(GetApiStats::rtc).orElse(null),
                0,
                FEATURES,
                SECURITY);
    }

    private static BigDecimal rtc(long micro) {
        return BigDecimal.valueOf(micro, MICRO_DECIMALS);
    }
}
