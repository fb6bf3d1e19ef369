package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /wallet/resolve}: the wallet of a beacon identity. No beacon identity is registered on this network, so
 * every well-formed one is answered with 404.
 */
public final class GetWalletResolve extends Endpoint<GetWalletResolve.Request, Reply> {
    public GetWalletResolve() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWalletResolve(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        aws.env().get("CHAIN_ID");
    }

    /** @param address {@code bcn_} and the name of the identity */
    public record Request(@Nullable String address) {}

    @Override
    protected Reply answer(Request request, Call call) {
        String address = request.address();
        if (address == null || !SignedTransfer.isBeacon(address)) {
            throw new Refusal(
                            400, "NOT_A_BEACON_ADDRESS", "address must be bcn_ and 1 to 64 letters, digits, '_' or '-'")
                    .with("hint", "Beacon addresses begin with bcn_");
        }
        throw TransferAnswers.unknownBeacon("address").with("hint", "Send to the RTC address of the receiver");
    }
}
