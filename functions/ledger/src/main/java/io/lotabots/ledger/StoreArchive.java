package io.lotabots.ledger;

import io.lotabots.settlement.Archive;
import java.util.Optional;

/** The archive of the platform's own store. */
record StoreArchive(Store store) implements Archive {
    @Override
    public Optional<byte[]> object(String digest) {
        return store.archived(Archive.objectKey(digest));
    }

    @Override
    public Optional<byte[]> root(long epoch) {
        return store.archived(Archive.rootKey(epoch));
    }
}
