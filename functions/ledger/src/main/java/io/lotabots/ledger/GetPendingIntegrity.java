package io.lotabots.ledger;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /pending/integrity}: whether the balances of all wallets at the last seal sum to the money that is in
 * existence. Each seal recomputes every wallet from the journal; {@code lotabots audit} checks that from outside.
 */
public final class GetPendingIntegrity extends Endpoint<GetPendingIntegrity.Request, GetPendingIntegrity.Answer> {
    private static final int MAX_PENDING = 500;

    private final AdminKey admin;
    private final DynamoStore store;
    private final Snapshot snapshot;

    public GetPendingIntegrity() {
        this(Aws.of(Env.ofFunction()));
    }

    GetPendingIntegrity(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.store = new DynamoStore(aws);
        this.snapshot = new Snapshot(store);
    }

    public record Request() {}

    /**
     * @param asOfEpoch the sealed epoch that was looked at, null before the first one
     * @param totalMinersChecked wallets of that seal
     * @param pendingTransfers pending now; when {@code pendingTruncated}, at least so many
     * @param mismatches one for the whole network when its money is not all there
     */
    public record Answer(
            boolean ok,
            @Nullable Long asOfEpoch,
            long totalMinersChecked,
            BigDecimal balancesRtc,
            BigDecimal supplyRtc,
            int pendingTransfers,
            boolean pendingTruncated,
            List<Mismatch> mismatches) {}

    public record Mismatch(String minerId, BigDecimal balanceRtc, BigDecimal ledgerSumRtc, BigDecimal diffRtc) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        int pending = store.pending(call.epochSecond(), MAX_PENDING).size();
        boolean truncated = pending == MAX_PENDING;
        Optional<Snapshot.Seal> seal = snapshot.last();
        if (seal.isEmpty()) {
            return new Answer(true, null, 0, Rtc.shown(0), Rtc.shown(0), pending, truncated, List.of());
        }
        long balances = seal.get().total();
        long supply = seal.get().supply();
        List<Mismatch> mismatches = balances == supply
                ? List.of()
                : List.of(new Mismatch(
                        "all wallets", Rtc.shown(balances), Rtc.shown(supply), Rtc.shown(balances - supply)));
        return new Answer(
                mismatches.isEmpty(),
                seal.get().epoch(),
                seal.get().wallets(),
                Rtc.shown(balances),
                Rtc.shown(supply),
                pending,
                truncated,
                mismatches);
    }
}
