package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.platform.Call;

/** How often one client address may ask for a list in a minute. */
final class ListLimit {
    private static final long WINDOW_SECONDS = 60;

    private final RateLimit limit;

    /** @param list names what is counted, apart from other lists */
    ListLimit(Aws aws, String list) {
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                list,
                Math.toIntExact(aws.env().number("LIST_REQUESTS_PER_MINUTE")),
                WINDOW_SECONDS,
                "LIST_RATE_LIMIT");
    }

    /** Counts a request. @throws io.lotabots.platform.Refusal 429 when none was left */
    void take(Call call) {
        limit.take(call.sourceAddress(), call.epochSecond());
    }
}
