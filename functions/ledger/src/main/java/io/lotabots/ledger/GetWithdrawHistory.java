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
import org.jspecify.annotations.Nullable;

/** {@code GET /withdraw/history/{miner_pk}}: the withdrawals of a wallet. None was ever accepted here. */
public final class GetWithdrawHistory extends Endpoint<GetWithdrawHistory.Request, GetWithdrawHistory.Answer> {
    private final AdminKey admin;
    private final Store store;

    public GetWithdrawHistory() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWithdrawHistory(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.store = new DynamoStore(aws);
    }

    /** @param minerPk the wallet */
    public record Request(@Nullable String minerPk) {}

    /** @param currentBalance RTC */
    public record Answer(boolean ok, String minerPk, BigDecimal currentBalance, List<String> withdrawals) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String wallet = Asked.wallet("miner_pk", request.minerPk());
        return new Answer(true, wallet, Rtc.shown(Balance.of(store, wallet).total()), List.of());
    }
}
