package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.EpochRoot;
import java.util.Optional;

/** {@code GET /archive/epochs/{epoch}}: the signed root of the seal that ends with an epoch, or with the {@code latest}. */
public final class GetArchiveEpochs extends Endpoint<GetArchiveEpochs.Request, GetArchiveEpochs.Answer> {
    private static final String LATEST = "latest";

    private final SettlementDesk desk;

    public GetArchiveEpochs() {
        this(Aws.of(Env.ofFunction()));
    }

    GetArchiveEpochs(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.desk = SettlementDesk.of(aws);
    }

    /** @param epoch 0 or more, or {@code latest} */
    public record Request(String epoch) {}

    /**
     * @param sealedEpoch the last epoch that is sealed
     * @param digest SHA-256 of the root's canonical JSON without its signature, which the next root names
     */
    public record Answer(long sealedEpoch, String digest, EpochRoot root) {}

    @Override
    protected Answer answer(Request request, Call call) {
        Optional<Head> head = desk.store().head();
        long sealed = head.map(Head::epoch).orElse(-1L);
        long epoch = request.epoch().equals(LATEST)
                ? sealed
                : Asked.number("epoch", request.epoch(), 0, Integer.MAX_VALUE, 0);
        EpochRoot root = desk.root(epoch, head)
                .orElseThrow(() -> new Refusal(
                                404, "NO_SEAL", "No seal ends with epoch " + epoch + "; sealed is up to " + sealed)
                        .with("sealed_epoch", sealed));
        return new Answer(sealed, root.digest(), root);
    }
}
