package io.lotabots.ledger;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.Account;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/balances}: what every wallet owned at the last seal, in pages by wallet; as {@code /wallet/balances/all}
 * in pages as long as may be.
 */
public final class GetApiBalances extends Endpoint<GetApiBalances.Request, GetApiBalances.Answer> {
    private static final int MAX_LIMIT = 4_096;
    private static final int DEFAULT_LIMIT = 100;
    private static final String ALL = "GET /wallet/balances/all";

    private final AdminKey admin;
    private final Snapshot snapshot;

    public GetApiBalances() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiBalances(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.snapshot = new Snapshot(new DynamoStore(aws));
    }

    /**
     * @param limit rows of a page, 1 to 4096; 100 unless told, 4096 where all are asked for
     * @param offset rows before the page, 0 unless told
     */
    public record Request(@Nullable String limit, @Nullable String offset) {}

    /**
     * @param asOfEpoch the sealed epoch of which these are the balances, null before the first one
     * @param total how many wallets there are
     * @param totalI64 micro-RTC that all of them own, as is {@code totalRtc} in RTC
     */
    public record Answer(
            boolean ok,
            @Nullable Long asOfEpoch,
            long total,
            int count,
            long totalI64,
            BigDecimal totalRtc,
            List<Row> balances) {}

    /** @param amountI64 micro-RTC that the wallet owns, pending transfers included */
    public record Row(String minerId, long amountI64, BigDecimal amountRtc) {
        static Row of(Account account) {
            return new Row(account.wallet(), account.balance(), Rtc.shown(account.balance()));
        }
    }

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        int unlessTold = call.route().equals(ALL) ? MAX_LIMIT : DEFAULT_LIMIT;
        int limit = Asked.number("limit", request.limit(), 1, MAX_LIMIT, unlessTold);
        int offset = Asked.number("offset", request.offset(), 0, Integer.MAX_VALUE, 0);
        Optional<Snapshot.Seal> seal = snapshot.last();
        if (seal.isEmpty()) {
            return new Answer(true, null, 0, 0, 0, Rtc.shown(0), List.of());
        }
        List<Row> rows = snapshot.accounts(seal.get(), offset, limit).stream()
                .map(Row::of)
                .toList();
        long total = seal.get().total();
        return new Answer(true, seal.get().epoch(), seal.get().wallets(), rows.size(), total, Rtc.shown(total), rows);
    }
}
