package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /headers/tip}: the newest signed header; 404 with nulls while there is none. */
public final class GetHeadersTip extends Endpoint<GetHeadersTip.Request, Reply> {
    private static final int PREFIX = 20;

    private final Headers headers;

    public GetHeadersTip() {
        this(Aws.of(Env.ofFunction()));
    }

    GetHeadersTip(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.headers = new Headers(aws);
    }

    /** Nothing is asked. */
    public record Request() {}

    /** @param tipAge seconds since the header was received */
    public record Answer(
            @Nullable Long slot,
            @Nullable String miner,
            @Nullable Long tipAge,
            @Nullable String signaturePrefix) {}

    @Override
    protected Reply answer(Request request, Call call) {
        Optional<Headers.Header> tip = headers.tip();
        return tip.map(h -> Reply.json(
                        200,
                        new Answer(
                                h.slot(),
                                h.miner(),
                                Math.max(0, call.epochSecond() - h.receivedAtEpochSecond()),
                                h.signature().substring(0, PREFIX))))
                .orElseGet(() -> Reply.json(404, new Answer(null, null, null, null)));
    }
}
