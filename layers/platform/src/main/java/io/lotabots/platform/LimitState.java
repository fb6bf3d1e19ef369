package io.lotabots.platform;

import java.util.Map;

/**
 * Where a caller stands with a limit, for the headers of the answer (draft-ietf-httpapi-ratelimit-headers-06).
 *
 * @param limit requests in a window
 * @param remaining how many of them are left
 * @param resetAt when the next window begins, seconds since 1970
 */
public record LimitState(int limit, int remaining, long resetAt) {
    /** The headers of an answer that is given at {@code now}; the reset is told in seconds from then. */
    Map<String, String> headers(long now) {
        return Map.of(
                "RateLimit-Limit", Integer.toString(limit),
                "RateLimit-Remaining", Integer.toString(remaining),
                "RateLimit-Reset", Long.toString(Math.max(0, resetAt - now)));
    }
}
