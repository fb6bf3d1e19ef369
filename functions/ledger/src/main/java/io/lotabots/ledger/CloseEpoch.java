package io.lotabots.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.util.Map;

/**
 * Scheduled every minute: seals the epochs that are due, in order; one read when none is. Runs may stop anywhere, be
 * repeated and overlap.
 */
public final class CloseEpoch implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    /** What a run takes on before it leaves the rest to the next one. */
    private static final long MOST_NANOS = 40_000_000_000L;

    private static final int MOST_SEALS = 1000;

    private final Settlement settlement;

    public CloseEpoch() {
        this(Aws.of(Env.ofFunction()));
    }

    CloseEpoch(Aws aws) {
        this.settlement = SettlementDesk.of(aws).settlement();
    }

    /** @param event {@code time}, when the run was scheduled (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long second = Instant.parse(String.valueOf(event.get("time"))).getEpochSecond();
        long started = System.nanoTime();
        int seals = 0;
        Settlement.Run run = settlement.run(second, 1);
        seals += run.seals();
        while (run.more() && seals < MOST_SEALS && System.nanoTime() - started < MOST_NANOS) {
            run = settlement.run(second, 1);
            seals += run.seals();
        }
        return Map.of("seals", seals, "epoch", run.head().map(Head::epoch).orElse(-1L), "more", run.more());
    }
}
