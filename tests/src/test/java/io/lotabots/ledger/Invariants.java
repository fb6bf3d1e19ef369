package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.fail;

import io.lotabots.crypto.Rtc;
import io.lotabots.settlement.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds of a store after each and every request (the ledger's I1, I2, I4, I6 and I7, the protocol's P2 and P11).
 * Each failure names its invariant.
 */
final class Invariants {
    private final MemoryStore store;
    private final Map<String, Long> earned = new HashMap<>();
    private final Map<String, Long> nonces = new HashMap<>();
    private final Map<String, Long> spent = new HashMap<>();
    private final Map<Long, Transfer> transfers = new HashMap<>();
    private long sealed = Long.MIN_VALUE;

    Invariants(MemoryStore store) {
        this.store = store;
    }

    /** @throws AssertionError naming what does not hold */
    void check() {
        if (store.head().isEmpty()) {
            return;
        }
        Head head = store.head().get();
        demand(head.epoch() >= sealed, "I4", "the head went back to " + head);
        demand(head.minted() <= Rtc.SUPPLY, "I1", "more than the supply is minted: " + head);
        sealed = head.epoch();
        wallets(head, store.wallets());
        for (Transfer transfer : store.transfers()) {
            Transfer before = transfers.put(transfer.pendingId(), transfer);
            if (before == null && transfer.nonce() > 0) {
                Long used = spent.put(transfer.from(), transfer.nonce());
                demand(used == null || transfer.nonce() > used, "I6", transfer + " came after nonce " + used);
            }
            demand(
                    transfer.status() != Transfer.Status.CONFIRMED || transfer.decidedAt() >= transfer.dueAt(),
                    "P11",
                    transfer + " was confirmed before it was due");
            demand(
                    before == null || before.status() == Transfer.Status.PENDING || before.equals(transfer),
                    "I7",
                    before + " became " + transfer);
        }
    }

    private void wallets(Head head, List<Wallet> wallets) {
        long sum = 0;
        for (Wallet wallet : wallets) {
            long cumulative = earned(store, wallet, head);
            long was = earned.getOrDefault(wallet.id(), 0L);
            demand(cumulative >= was, "I2", wallet + " earned " + was + ", then " + cumulative);
            demand(wallet.folded() <= cumulative, "I2", wallet + " folded more than " + cumulative);
            demand(
                    wallet.base() + cumulative - wallet.folded() >= 0 && wallet.encumbered() >= 0,
                    "P2",
                    wallet + " is below 0");
            demand(wallet.nonce() >= nonces.getOrDefault(wallet.id(), 0L), "I6", wallet + " reuses nonces");
            earned.put(wallet.id(), cumulative);
            nonces.put(wallet.id(), wallet.nonce());
            sum += wallet.base() + wallet.encumbered() + cumulative - wallet.folded();
        }
        demand(sum == head.minted(), "I1", "all balances are " + sum + ", minted are " + head.minted());
    }

    /** What a wallet earned in all epochs up to the head. */
    static long earned(Store store, Wallet wallet, Head head) {
        if (wallet.slot() < 0) {
            return 0;
        }
        return store.page(Page.of(wallet.slot()), head.epoch())
                .map(page -> Page.entry(page, wallet.slot()).earned())
                .orElse(0L);
    }

    private static void demand(boolean holds, String invariant, String otherwise) {
        if (!holds) {
            fail(invariant + ": " + otherwise);
        }
    }
}
