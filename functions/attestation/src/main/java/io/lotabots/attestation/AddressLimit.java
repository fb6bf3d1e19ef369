package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Refusal;

/** How many distinct miners one network address may attest for within an hour. */
final class AddressLimit {
    private static final long WINDOW_SECONDS = 3600;

    private final Table limits;
    private final int limit;

    AddressLimit(Aws aws) {
        this.limits = aws.table("LIMITS");
        this.limit = Math.toIntExact(aws.env().number("MINERS_PER_ADDRESS_PER_HOUR"));
    }

    /** Counts {@code miner} for a network, once an hour. @throws Refusal 429 when too many others came before */
    void take(String network, String miner, long now) {
        long window = Math.floorDiv(now, WINDOW_SECONDS);
        long end = Math.multiplyExact(window + 1, WINDOW_SECONDS);
        Written written = limits.update(
                Item.of("bucket", "miners#" + network + "#" + window),
                Expression.of("ADD #miners :miner SET #expires_at = :end")
                        .withSet(":miner", miner)
                        .with(":end", end + WINDOW_SECONDS),
                Expression.of("attribute_not_exists(#miners) OR contains(#miners, :named) OR size(#miners) < :limit")
                        .with(":named", miner)
                        .with(":limit", limit));
        if (!written.done()) {
            throw Refusal.tooMany(
                            "IP_RATE_LIMIT",
                            "At most " + limit + " miners may attest from one address in an hour",
                            end - now)
                    .with("error", "rate_limited");
        }
    }
}
