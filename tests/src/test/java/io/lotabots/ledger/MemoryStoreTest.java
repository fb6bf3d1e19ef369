package io.lotabots.ledger;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store's contract in memory, on which the simulation stands. */
class MemoryStoreTest extends StoreContract {
    private @Nullable MemoryStore store;

    @Override
    Store empty() {
        MemoryStore made = new MemoryStore(64);
        store = made;
        return made;
    }

    @Override
    void enrol(long epoch, String identity, long weight) {
        Objects.requireNonNull(store).enrol(epoch, identity, weight);
    }
}
