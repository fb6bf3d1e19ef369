package io.lotabots.ledger;

import io.lotabots.settlement.Page;

/**
 * What a wallet owns at one moment, in micro-RTC.
 *
 * @param earned all that sealed epochs ever paid it
 * @param paidEpochs number of epochs that paid it something
 */
record Balance(Wallet wallet, long earned, long paidEpochs) {
    /** @throws IllegalStateException when the wallet took in more than it earned, which only a fault can cause */
    Balance {
        if (earned < wallet.folded()) {
            throw new IllegalStateException(
                    "wallet " + wallet.id() + " took in " + wallet.folded() + " of " + earned + " micro-RTC");
        }
    }

    /** Earned and not yet taken into the base. */
    long unfolded() {
        return earned - wallet.folded();
    }

    /** What it can spend. */
    long available() {
        return Math.addExact(wallet.base(), unfolded());
    }

    /** What it owns: available, and held back by pending transfers. */
    long total() {
        return Math.addExact(available(), wallet.encumbered());
    }

    /** The balance of a wallet as of the sealed epochs; every read is strongly consistent. */
    static Balance of(Store store, String id) {
        Wallet wallet = store.wallet(id).orElseGet(() -> Wallet.absent(id));
        if (wallet.slot() < 0) {
            return new Balance(wallet, 0, 0);
        }
        // The wallet was read first: what it took in was earned by a head no newer than the one read now.
        Page.Entry entry = store.head()
                .flatMap(head -> store.page(Page.of(wallet.slot()), head.epoch()))
                .map(page -> Page.entry(page, wallet.slot()))
                .orElse(new Page.Entry(0, 0));
        return new Balance(wallet, entry.earned(), entry.paid());
    }

    /** The wallet after it paid {@code amount}, which must be available. */
    Wallet spent(long amount, long nonce) {
        return new Wallet(
                wallet.id(),
                Math.subtractExact(available(), amount),
                Math.addExact(wallet.encumbered(), amount),
                earned,
                Math.max(wallet.nonce(), nonce),
                wallet.slot());
    }
}
