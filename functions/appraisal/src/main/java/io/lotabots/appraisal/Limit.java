package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Call;

/** How often one network may ask for challenges, and hand in evidence, in a minute. */
final class Limit {
    private static final long WINDOW_SECONDS = 60;

    private final RateLimit limit;

    /** @param what names what is counted, apart from other requests */
    Limit(Aws aws, String what) {
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                what,
                Math.toIntExact(aws.env().number("APPRAISALS_PER_ADDRESS_PER_MINUTE")),
                WINDOW_SECONDS,
                "APPRAISAL_RATE_LIMIT");
    }

    void take(Call call) {
        limit.take(call.sourceNetwork(), call.epochSecond());
    }
}
