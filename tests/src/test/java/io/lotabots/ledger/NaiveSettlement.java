package io.lotabots.ledger;

import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.Shares;
import java.util.ArrayList;
import java.util.List;

/**
 * The design that the simulation must see through: read each wallet, add its share, write it back, and set a flag when
 * all are done.
 */
final class NaiveSettlement {
    private final FaultyStore store;
    private final MemoryStore raw;
    private final Terms terms;

    NaiveSettlement(FaultyStore store, MemoryStore raw, Terms terms) {
        this.store = store;
        this.raw = raw;
        this.terms = terms;
    }

    void run(long now) {
        Head head = store.head().orElseThrow();
        while (head.epoch() < terms.lastDue(now)) {
            long epoch = head.epoch() + 1;
            List<Enrolled> members = new ArrayList<>();
            for (int shard = 0; shard < terms.shards(); shard++) {
                members.addAll(store.enrolments(epoch, shard));
            }
            long[] shares = Shares.split(terms.chain().potMicroRtc(), members);
            long paid = 0;
            for (int i = 0; i < shares.length; i++) {
                credit(members.get(i).identity(), shares[i]);
                paid += shares[i];
            }
            Head after = new Head(epoch, head.root(), head.minted() + paid, 0, epoch);
            if (!store.commit(head, after)) {
                return;
            }
            head = after;
        }
    }

    private void credit(String id, long share) {
        Wallet was = store.wallet(id).orElse(Wallet.absent(id));
        Wallet is = new Wallet(id, was.base() + share, was.encumbered(), was.folded(), was.nonce(), was.slot());
        boolean _ = store.change(() -> {
            raw.overwrite(is);
            return true;
        });
    }
}
