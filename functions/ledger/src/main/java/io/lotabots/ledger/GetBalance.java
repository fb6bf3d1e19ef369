package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /balance/{miner_pk}}: what a wallet owns; a wallet that is not known owns nothing. */
public final class GetBalance extends Endpoint<GetBalance.Request, WalletAnswer> {
    private final Store store;

    public GetBalance() {
        this(Aws.of(Env.ofFunction()));
    }

    GetBalance(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
    }

    /** @param minerPk the wallet */
    public record Request(@Nullable String minerPk) {}

    @Override
    protected WalletAnswer answer(Request request, Call call) {
        return WalletAnswer.of(Balance.of(store, Asked.wallet("miner_pk", request.minerPk())));
    }
}
