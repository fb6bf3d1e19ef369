package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Leaf;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What handlers need of settlement: the algorithm over the platform's store, and what it sealed. */
record SettlementDesk(Store store, Terms terms, Settlement settlement, Sealed sealed) {
    private static final int REQUESTS_AT_ONCE = 32;

    static SettlementDesk of(Aws aws) {
        Store store = new DynamoStore(aws);
        Terms terms = Terms.of(aws.env());
        Settlement settlement =
                new Settlement(store, terms, () -> LedgerKey.of(aws.secrets()), Fan.wide(REQUESTS_AT_ONCE));
        return new SettlementDesk(store, terms, settlement, new Sealed(new StoreArchive(store)));
    }

    /** The root of the seal that ends with this epoch, when it stands: what is archived but not sealed is nothing yet. */
    Optional<EpochRoot> root(long epoch, Optional<Head> head) {
        return head.isPresent() && epoch >= 0 && epoch <= head.get().epoch() ? sealed.root(epoch) : Optional.empty();
    }

    /** A page of an epoch's leaves, by slot. */
    List<Leaf> leaves(Manifest manifest, long offset, int limit) {
        List<Leaf> page = new ArrayList<>();
        long at = 0;
        for (Part part : sealed.list(manifest.leaves(), "leaves")) {
            if (page.size() < limit && at + part.count() > offset) {
                List<Leaf> chunk = sealed.leaves(part);
                int from = Math.toIntExact(Math.max(0, offset - at));
                page.addAll(chunk.subList(from, Math.min(chunk.size(), from + limit - page.size())));
            }
            at += part.count();
        }
        return page;
    }
}
