package io.lotabots.aws;

import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.Map;

/** How often one address may ask for a list in a minute, and the headers that tell it so. */
public final class ListLimit {
    private static final long WINDOW_SECONDS = 60;

    private final RateLimit limit;

    /** @param list names what is counted, apart from other lists */
    public ListLimit(Aws aws, String list) {
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                list,
                Math.toIntExact(aws.env().number("LIST_REQUESTS_PER_MINUTE")),
                WINDOW_SECONDS,
                "LIST_RATE_LIMIT");
    }

    /**
     * Counts a request.
     *
     * @return the headers of its answer: limit, remaining requests, and the second (since 1970) at which they are renewed
     * @throws Refusal 429 with {@code limit: "100/60s"} when none was left
     */
    public Map<String, String> take(Call call) {
        try {
            return headers(limit.take(call.sourceNetwork(), call.epochSecond()), call.epochSecond());
        } catch (Refusal refusal) {
            headers(0, call.epochSecond()).forEach(refusal::header);
            throw refusal.with("limit", limit.limit() + "/" + WINDOW_SECONDS + "s");
        }
    }

    private Map<String, String> headers(int remaining, long now) {
        long reset = (Math.floorDiv(now, WINDOW_SECONDS) + 1) * WINDOW_SECONDS;
        return Map.of(
                "X-RateLimit-Limit", Integer.toString(limit.limit()),
                "X-RateLimit-Remaining", Integer.toString(remaining),
                "X-RateLimit-Reset", Long.toString(reset));
    }
}
