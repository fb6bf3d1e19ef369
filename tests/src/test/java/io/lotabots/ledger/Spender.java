package io.lotabots.ledger;

import io.lotabots.settlement.JournalEntry;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Someone who moves money: submits, submits again when the answer was lost, confirms what is due, voids. */
final class Spender {
    private static final int TRIES = 4;

    private final Store store;
    private final List<String> wallets;
    private final RandomGenerator random;

    Spender(Store store, List<String> wallets, RandomGenerator random) {
        this.store = store;
        this.wallets = wallets;
        this.random = random;
    }

    /** One request at a second. @throws FaultyStore.Fault when it was broken off */
    void request(long now) {
        switch (random.nextInt(4)) {
            case 0 -> store.due(now, 3).forEach(transfer -> decide(transfer.confirmed(now), now));
            case 1 ->
                store.due(now + 1000, 3).forEach(transfer -> {
                    if (random.nextBoolean()) {
                        decide(transfer.voided(now, "operator", "tested"), now);
                    }
                });
            default -> pay(now);
        }
    }

    private void pay(long now) {
        String from = wallets.get(random.nextInt(wallets.size()));
        String to = wallets.get(random.nextInt(wallets.size()));
        if (from.equals(to)) {
            return;
        }
        String hash =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        long nonce = now * 1000 + random.nextInt(1000);
        long part = 1 + random.nextInt(3);
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                if (submit(from, to, hash, nonce, part, now)) {
                    return;
                }
            } catch (FaultyStore.Fault lost) {
                if (random.nextBoolean()) {
                    throw lost;
                }
            }
        }
    }

    /** @return whether it was settled one way or the other */
    private boolean submit(String from, String to, String hash, long nonce, long part, long now) {
        Wallet before = store.wallet(from).orElse(Wallet.absent(from));
        Optional<Head> head = store.head();
        if (head.isEmpty()) {
            return true;
        }
        long earned = Invariants.earned(store, before, head.get());
        long unfolded = earned - before.folded();
        long available = before.base() + unfolded;
        long amount = available / part + (random.nextInt(20) == 0 ? 1 : 0);
        long number = Transfer.pendingId(hash);
        if (amount <= 0 || amount > available || nonce <= before.nonce()) {
            return true;
        }
        Wallet after = new Wallet(from, available - amount, before.encumbered() + amount, earned, nonce, before.slot());
        Transfer transfer = new Transfer(
                hash, number, from, to, amount, "", nonce, hash, now, now + 30, Transfer.Status.PENDING, 0, "", "");
        JournalEntry entry =
                new JournalEntry(now * 1000, JournalEntry.Step.SUBMIT, hash, from, to, amount, unfolded, earned, nonce);
        return !(store.submit(transfer, before, after, entry) instanceof Store.Submission.Changed);
    }

    private void decide(Transfer decided, long now) {
        JournalEntry.Step step =
                decided.status() == Transfer.Status.CONFIRMED ? JournalEntry.Step.CONFIRM : JournalEntry.Step.VOID;
        store.decide(
                decided,
                new JournalEntry(
                        now * 1000, step, decided.txHash(), decided.from(), decided.to(), decided.amount(), 0, 0, 0));
    }
}
