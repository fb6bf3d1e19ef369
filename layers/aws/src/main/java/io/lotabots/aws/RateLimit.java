package io.lotabots.aws;

import io.lotabots.platform.LimitState;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Telemetry;

/**
 * A fixed-window limit that all instances share: at most {@code limit} in each window of {@code windowSeconds}, counted
 * in one conditional write.
 *
 * @param code the stable code of the refusal
 */
public record RateLimit(Table limits, String name, int limit, long windowSeconds, String code) {
    /**
     * Counts one for {@code who}.
     *
     * @return how many are left in this window
     * @throws Refusal 429 with {@code Retry-After} when none was left; what is refused does not count
     */
    public int take(String who, long epochSecond) {
        long end = end(epochSecond);
        Written written = count(who, epochSecond);
        int remaining = switch (written) {
            case Written.Done done -> Math.max(0, limit - (int) done.row().number("taken", 1));
            case Written.Refused _ -> 0;
        };
        Telemetry.current().limited(new LimitState(limit, remaining, end));
        return switch (written) {
            case Written.Done _ -> remaining;
            case Written.Refused _ ->
                throw Refusal.tooMany(
                                code,
                                "At most " + limit + " requests in " + windowSeconds + " s; try again in "
                                        + (end - epochSecond) + " s",
                                end - epochSecond)
                        .with("error", "rate_limited")
                        .with("limit", limit)
                        .with("window_seconds", windowSeconds)
                        .with("reason", "rate_limited");
        };
    }

    /** Counts one for {@code who} without a word of it in the answer. @return false when none was left */
    public boolean takeUntold(String who, long epochSecond) {
        return count(who, epochSecond).done();
    }

    private Written count(String who, long epochSecond) {
        return limits.update(
                Item.of("bucket", name + "#" + who + "#" + Math.floorDiv(epochSecond, windowSeconds)),
                Expression.of("ADD #taken :one SET #expires_at = :end")
                        .with(":one", 1)
                        .with(":end", end(epochSecond) + windowSeconds),
                Expression.of("attribute_not_exists(#taken) OR #taken < :limit").with(":limit", limit));
    }

    private long end(long epochSecond) {
        return Math.multiplyExact(Math.floorDiv(epochSecond, windowSeconds) + 1, windowSeconds);
    }
}
