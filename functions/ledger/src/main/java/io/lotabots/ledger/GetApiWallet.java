package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/wallet/{miner_id}}: what a wallet owns; a wallet that is not known owns nothing. */
public final class GetApiWallet extends Endpoint<GetApiWallet.Request, WalletAnswer> {
    private final Store store;

    public GetApiWallet() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiWallet(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
    }

    /** @param minerId the wallet */
    public record Request(@Nullable String minerId) {}

    @Override
    protected WalletAnswer answer(Request request, Call call) {
        return WalletAnswer.of(Balance.of(store, Asked.wallet("miner_id", request.minerId())));
    }
}
