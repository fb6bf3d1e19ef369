package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/blocks}: the newest signed headers, newest first, of the tip's epoch and the one before. */
public final class GetApiBlocks extends Endpoint<GetApiBlocks.Request, GetApiBlocks.Answer> {
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;
    private static final int PREFIX = 20;

    private final Chain chain;
    private final Headers headers;

    public GetApiBlocks() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiBlocks(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.headers = new Headers(aws);
    }

    /** @param limit 1 to 100, 20 unless told */
    public record Request(@Nullable String limit) {}

    /** @param total how many this answer lists; older headers are not counted */
    public record Answer(boolean ok, List<Block> blocks, int count, int total) {}

    /** @param receivedAt seconds since 1970 */
    public record Block(long slot, long epoch, String miner, long receivedAt, String signaturePrefix) {}

    @Override
    protected Answer answer(Request request, Call call) {
        int limit = Fields.number("limit", request.limit(), 1, MAX_LIMIT, DEFAULT_LIMIT);
        List<Block> blocks = headers.tip().map(tip -> headers.newest(tip.slot(), limit)).stream()
                .flatMap(List::stream)
                .map(h -> new Block(
                        h.slot(),
                        chain.epochOfSlot(h.slot()),
                        h.miner(),
                        h.receivedAtEpochSecond(),
                        h.signature().substring(0, PREFIX)))
                .toList();
        return new Answer(true, blocks, blocks.size(), blocks.size());
    }
}
