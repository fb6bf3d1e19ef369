package io.lotabots.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.util.Map;

/**
 * Confirms pending transfers whose delay is over, each once however many runs there are. A run that stops anywhere loses
 * nothing: what it left is due for the next.
 */
public final class ConfirmDue implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final int BATCH = 100;

    /** What a run takes on before it leaves the rest to the next one. */
    private static final int MOST = 5_000;

    private static final long MOST_NANOS = 40_000_000_000L;

    private final Transfers transfers;

    public ConfirmDue() {
        this(Aws.of(Env.ofFunction()));
    }

    ConfirmDue(Aws aws) {
        this.transfers = TransferAnswers.transfers(aws);
    }

    /** @param event {@code time}, when the run was scheduled (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long second = Instant.parse(String.valueOf(event.get("time"))).getEpochSecond();
        long started = System.nanoTime();
        int confirmed = 0;
        int last = BATCH;
        while (last > 0 && confirmed < MOST && System.nanoTime() - started < MOST_NANOS) {
            last = transfers.confirmDue(second, BATCH).size();
            confirmed += last;
        }
        return Map.of("confirmed", confirmed);
    }
}
