package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /ready}: whether requests can be served; 503 when the database cannot be read. Writes nothing. */
public final class GetReady extends Endpoint<Nothing, Reply> {
    private final Logger logger = LoggerFactory.getLogger(GetReady.class);
    private final Records records;

    public GetReady() {
        this(Aws.of(Env.ofFunction()));
    }

    GetReady(Aws aws) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.records = new Records(aws);
    }

    /** @param ready whether the status is 200 */
    public record Answer(boolean ready, String version) {}

    @Override
    protected Reply answer(Nothing request, Call call) {
        boolean ready = readable();
        return Reply.json(ready ? 200 : 503, new Answer(ready, Release.VERSION));
    }

    private boolean readable() {
        try {
            var unused = records.chain();
            return true;
        } catch (RuntimeException unreachable) {
            logger.warn("the database cannot be read", unreachable);
            return false;
        }
    }
}
