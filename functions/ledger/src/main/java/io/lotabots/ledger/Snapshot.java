package io.lotabots.ledger;

import io.lotabots.settlement.Account;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All wallets as of the last seal, from the archive: what is asked of everybody is answered from here, so that it never
 * costs a look at every wallet.
 */
final class Snapshot {
    private final Store store;
    private final Sealed sealed;

    Snapshot(Store store) {
        this.store = store;
        this.sealed = new Sealed(new StoreArchive(store));
    }

    /**
     * The accounts of a seal.
     *
     * @param epoch the last epoch that it seals
     * @param supply micro-RTC in existence by then
     * @param accounts the list of {@code parts}, by its digest
     * @param parts chunks of accounts in the order of their wallets
     */
    record Seal(long epoch, long journalTo, long supply, String accounts, List<Part> parts) {
        /** How many wallets there are. */
        long wallets() {
            return parts.stream().mapToLong(Part::count).sum();
        }

        /** What they own in all, in micro-RTC. */
        long total() {
            return parts.stream().mapToLong(Part::sum).reduce(0, Math::addExact);
        }
    }

    /** The last seal; absent while no epoch was sealed. */
    Optional<Seal> last() {
        return store.head().flatMap(head -> sealed.root(head.epoch())).map(root -> {
            Manifest manifest = sealed.manifest(root.manifest());
            return new Seal(
                    root.epoch(),
                    manifest.journalTo(),
                    root.supply(),
                    manifest.accounts(),
                    sealed.list(manifest.accounts(), "accounts"));
        });
    }

    /**
     * What a wallet owned at a seal, pending transfers included, in micro-RTC; 0 for one that was not known.
     *
     * @param accounts the seal's list of accounts, by its digest
     */
    long balance(String accounts, String wallet) {
        // Below 0 is a spending that was counted a moment before the receipt that paid for it: nothing to vote with.
        return Math.max(
                0, sealed.account(accounts, wallet).map(Account::balance).orElse(0L));
    }

    /** Accounts of a seal in the order of their wallets; at most two chunks of them are read for {@link Part#ROWS}. */
    List<Account> accounts(Seal seal, long offset, int limit) {
        List<Account> accounts = new ArrayList<>();
        long skip = offset;
        for (Part part : seal.parts()) {
            if (accounts.size() >= limit) {
                break;
            }
            if (skip >= part.count()) {
                skip -= part.count();
            } else {
                sealed.accounts(part).stream()
                        .skip(skip)
                        .limit(limit - accounts.size())
                        .forEach(accounts::add);
                skip = 0;
            }
        }
        return accounts;
    }
}
