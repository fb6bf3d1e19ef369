package io.lotabots.settlement;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What journal entries do to wallets. Sums only, so that the order of the entries does not matter: entries of one
 * moment come from many functions at once.
 */
public final class Movements {
    private final TreeMap<String, Account> wallets = new TreeMap<>();
    private long allocated;

    /** Counts one entry. @throws ArithmeticException when an amount leaves 64 bits */
    public void add(JournalEntry entry) {
        long amount = entry.amount();
        switch (entry.step()) {
            case GENESIS -> {
                move(entry.to(), amount, 0, 0, 0);
                allocated = Math.addExact(allocated, amount);
            }
            case SUBMIT -> {
                long base = Math.subtractExact(entry.unfolded(), amount);
                move(entry.from(), base, amount, entry.unfolded(), entry.nonce());
            }
            case CONFIRM -> {
                move(entry.from(), 0, -amount, 0, 0);
                move(entry.to(), amount, 0, 0, 0);
            }
            case VOID -> move(entry.from(), amount, -amount, 0, 0);
        }
    }

    /** Changes of each wallet that an entry names, by wallet; slots and earnings are not told here. */
    SortedMap<String, Account> wallets() {
        return Collections.unmodifiableSortedMap(wallets);
    }

    /** Micro-RTC that entered by allocation. */
    public long allocated() {
        return allocated;
    }

    private void move(String wallet, long base, long encumbered, long folded, long nonce) {
        Account change = new Account(wallet, -1, 0, 0, base, encumbered, folded, nonce);
        wallets.merge(wallet, change, Movements::applied);
    }

    /** A wallet after a change. */
    static Account applied(Account wallet, Account change) {
        return new Account(
                wallet.wallet(),
                wallet.slot(),
                wallet.earned(),
                wallet.paid(),
                Math.addExact(wallet.base(), change.base()),
                Math.addExact(wallet.encumbered(), change.encumbered()),
                Math.addExact(wallet.folded(), change.folded()),
                Math.max(wallet.nonce(), change.nonce()));
    }
}
