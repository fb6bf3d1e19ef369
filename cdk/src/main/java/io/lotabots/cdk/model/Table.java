package io.lotabots.cdk.model;

import java.util.Optional;

/**
 * A DynamoDB table, billed on demand. Keys are strings named by words.
 *
 * @param expiry the number attribute that holds the Unix second from which an item may be deleted
 */
public record Table(String name, String partitionKey, Optional<String> sortKey, Optional<String> expiry)
        implements Store {

    /** Whether its rows are worth a backup: those that expire are gone by themselves before anyone restores them. */
    public boolean kept() {
        return expiry.isEmpty();
    }

    /** A table with a partition key alone. */
    public static Table keyed(String name, String partitionKey) {
        return new Table(name, partitionKey, Optional.empty(), Optional.empty());
    }

    /** This table with a sort key. */
    public Table sortedBy(String key) {
        return new Table(name, partitionKey, Optional.of(key), expiry);
    }

    /** This table, whose items expire by their attribute {@code expires_at}. */
    public Table expiring() {
        return new Table(name, partitionKey, sortKey, Optional.of("expires_at"));
    }
}
