package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.InclusionProof;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /rewards/epoch/{epoch}/proof?miner_id=}: that an epoch paid an identity its share, for anyone to check
 * against the platform's public key.
 */
public final class GetRewardsEpochProof extends Endpoint<GetRewardsEpochProof.Request, InclusionProof> {
    private final SettlementDesk desk;
    private final ListLimit perAddress;

    public GetRewardsEpochProof() {
        this(Aws.of(Env.ofFunction()));
    }

    GetRewardsEpochProof(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.desk = SettlementDesk.of(aws);
        this.perAddress = new ListLimit(aws, "rewards");
    }

    /**
     * @param epoch 0 or more
     * @param minerId the paid identity
     */
    public record Request(String epoch, @Nullable String minerId) {}

    @Override
    protected InclusionProof answer(Request request, Call call) {
        perAddress.take(call);
        int epoch = Asked.number("epoch", request.epoch(), 0, Integer.MAX_VALUE, 0);
        String wallet = Asked.wallet("miner_id", request.minerId());
        Optional<Head> head = desk.store().head();
        EpochRoot root = desk.root(epoch, head)
                .orElseThrow(() -> new Refusal(
                        404,
                        "EPOCH_NOT_SEALED",
                        "Epoch " + epoch + " paid nobody"
                                + head.map(h -> "; sealed is up to epoch " + h.epoch())
                                        .orElse(": the ledger is not open")));
        return desk.store()
                .wallet(wallet)
                .filter(row -> row.slot() >= 0)
                .flatMap(row -> InclusionProof.of(desk.sealed(), root, row.slot()))
                .orElseThrow(() -> new Refusal(
                        404, "NOT_IN_EPOCH", "'" + wallet + "' was not enrolled with any weight in epoch " + epoch));
    }
}
