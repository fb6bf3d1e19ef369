package io.lotabots.ledger;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store's contract on the DynamoDB engine. */
class DynamoStoreTest extends StoreContract {
    private @Nullable LedgerTables tables;

    @Override
    Store empty() {
        LedgerTables fresh = LedgerTables.fresh(10);
        tables = fresh;
        return new DynamoStore(fresh.aws());
    }

    @Override
    void enrol(long epoch, String identity, long weight) {
        Objects.requireNonNull(tables).enrol(epoch, identity, weight);
    }
}
