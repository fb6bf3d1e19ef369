package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /wallet/balance}: what a wallet owns; a wallet that is not known owns nothing. */
public final class GetWalletBalance extends Endpoint<GetWalletBalance.Request, WalletAnswer> {
    private final Store store;

    public GetWalletBalance() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWalletBalance(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.store = new DynamoStore(aws);
    }

    /** @param minerId the wallet; {@code address} and {@code wallet} mean the same, and may not name another */
    public record Request(
            @Nullable String minerId,
            @Nullable String address,
            @Nullable String wallet) {}

    @Override
    protected WalletAnswer answer(Request request, Call call) {
        String[] named = Stream.of(request.minerId(), request.address(), request.wallet())
                .filter(Objects::nonNull)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toArray(String[]::new);
        if (named.length == 0) {
            throw new Refusal(400, "MINER_ID_REQUIRED", "Name the wallet as miner_id or address")
                    .with("error", "miner_id or address required");
        }
        if (named.length > 1) {
            throw new Refusal(400, "WALLETS_DIFFER", "miner_id and address name two wallets")
                    .with("error", "miner_id and address must match");
        }
        return WalletAnswer.of(Balance.of(store, Asked.wallet("miner_id", named[0])));
    }
}
