package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Priming;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database takes a write and gives it back: a conditional update of one row, then a strongly consistent read
 * that must be at least as new. The answer holds for the second in which it was found, so that health checks of any
 * frequency cost one write a second in each instance.
 */
final class Probe {
    private static final Item ROW = Item.of("item", "probe");

    private final Table health;
    private @Nullable Finding last;

    Probe(Aws aws) {
        this.health = aws.table("HEALTH");
    }

    private record Finding(long epochSecond, boolean readWrite) {}

    /**
     * Probes, unless this second has been probed.
     *
     * @throws RuntimeException of the store, when it cannot be reached or refuses; such a second is probed again
     */
    synchronized boolean readWrite(long now) {
        if (last != null && last.epochSecond == now) {
            return last.readWrite;
        }
        boolean found = probe(now);
        if (!Priming.active()) {
            last = new Finding(now, found);
        }
        return found;
    }

    private boolean probe(long now) {
        Written written = health.update(
                ROW,
                Expression.of("SET #at = :now ADD #probes :one")
                        .with(":now", now)
                        .with(":one", 1),
                Expression.of("attribute_not_exists(#probes) OR #probes > :none")
                        .with(":none", 0));
        return switch (written) {
            case Written.Done done -> reads(done.row().number("probes", 1));
            case Written.Refused _ -> false;
        };
    }

    /** Whether a read sees the write that made the count {@code probes}, or a later one. */
    private boolean reads(long probes) {
        return health.get(ROW).filter(row -> row.number("probes", 0) >= probes).isPresent();
    }
}
