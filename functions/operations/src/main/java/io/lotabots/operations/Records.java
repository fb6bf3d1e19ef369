package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows from which the platform's state is told: one read each, whatever the size of the chain. */
final class Records {
    /** More shards than any counter has. */
    private static final int MAX_SHARDS = 64;

    private static final Item CHAIN = Item.of("item", "chain");
    private static final Item BACKUP = Item.of("item", "backup");
    private static final Item COLLATERAL = Item.of("item", "collateral");

    private static final Item HEAD = Item.of("item", "head");

    private final Table chain;
    private final Table headers;
    private final Table health;
    private final Table counters;
    private final Table epochs;

    Records(Aws aws) {
        this.chain = aws.table("CHAIN");
        this.headers = aws.table("HEADERS");
        this.health = aws.table("HEALTH");
        this.counters = aws.table("COUNTERS");
        this.epochs = aws.table("EPOCHS");
    }

    /** What was recorded of the chain at its first start. */
    Optional<Item> chain() {
        return chain.getEventually(CHAIN);
    }

    /** When the chain was first recorded, in seconds since 1970. */
    Optional<Long> startedAt() {
        return number(chain(), "started_at");
    }

    /** Micro-RTC that exist so far, by the ledger's head; absent until the ledger is opened. */
    Optional<Long> mintedMicroRtc() {
        return number(epochs.getEventually(HEAD), "minted");
    }

    Optional<Tip> tip() {
        return headers.getEventually(Tip.KEY).filter(row -> !row.isEmpty()).map(Tip::of);
    }

    /** The moment to which all tables were backed up, in seconds since 1970. */
    Optional<Long> restorableAt() {
        return number(health.getEventually(BACKUP), "restorable_at");
    }

    /**
     * Pieces of vendors' collateral as of the last fetch.
     *
     * @param stale not current any more
     * @param failed tried, and not brought
     */
    record Collateral(@Nullable Long stale, @Nullable Long failed) {}

    Collateral collateral() {
        Optional<Item> row = health.getEventually(COLLATERAL);
        return new Collateral(
                number(row, "stale").orElse(null), number(row, "failed").orElse(null));
    }

    /** How many miners are enrolled in an epoch. */
    long enrolled(long epoch) {
        return counters.queryEventually("counter", "enrolled#" + epoch, MAX_SHARDS).stream()
                .mapToLong(row -> row.number("enrolled", 0))
                .reduce(0, Math::addExact);
    }

    private static Optional<Long> number(Optional<Item> row, String name) {
        return row.filter(r -> r.has(name)).map(r -> r.number(name));
    }
}
