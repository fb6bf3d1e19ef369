package io.lotabots.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Counters;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scheduled every quarter of an hour: looks again at enrolments of epochs that were frozen an hour ago or longer, counts
 * those that came too late as {@code LateEnrolments}, which raises an alarm, and names them in the log.
 */
public final class SweepEnrolments implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final String LATE = "LateEnrolments";
    private static final int REQUESTS_AT_ONCE = 16;

    /** What a run takes on before it leaves the rest to the next one. */
    private static final long MOST_NANOS = 200_000_000_000L;

    private static final int MOST_SEALS = 1000;

    private final Logger logger = LoggerFactory.getLogger(SweepEnrolments.class);
    private final Sweep sweep;
    private final Counters counters;

    public SweepEnrolments() {
        this(Aws.of(Env.ofFunction()));
    }

    SweepEnrolments(Aws aws) {
        this.sweep = new Sweep(new DynamoStore(aws), Terms.of(aws.env()), Fan.wide(REQUESTS_AT_ONCE));
        this.counters = new Counters(SweepEnrolments.class, aws.env());
    }

    /** @param event {@code time}, when the run was scheduled (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long second = Instant.parse(String.valueOf(event.get("time"))).getEpochSecond();
        long started = System.nanoTime();
        int seals = 0;
        long late = 0;
        Sweep.Run run;
        do {
            run = sweep.run(second, 1);
            seals += run.seals();
            late += run.late();
            if (run.late() > 0) {
                logger.error("enrolments came too late to be paid: {} of them, such as {}", run.late(), run.named());
                counters.publish(Map.of(LATE, run.late()));
            }
        } while (run.more() && seals < MOST_SEALS && System.nanoTime() - started < MOST_NANOS);
        return Map.of("seals", seals, "late", late, "more", run.more());
    }
}
