package io.lotabots.ledger;

import io.lotabots.settlement.Account;
import io.lotabots.settlement.Frozen;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Outcome;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings a chosen manifest into the tables: pages and slots. Nobody reads them until the head moves, because readers ask
 * for pages up to the head's epoch.
 */
final class Publication {
    private static final int MAX_ROUNDS = 10;
    private static final int PLACED_AT_ONCE = 1000;
    private static final byte[] PLACED = "placed\n".getBytes(StandardCharsets.US_ASCII);

    private final Store store;
    private final Sealed sealed;
    private final Fan fan;

    Publication(Store store, Sealed sealed, Fan fan) {
        this.store = store;
        this.sealed = sealed;
        this.fan = fan;
    }

    /** Publishes what was computed just now. */
    void begin(Manifest manifest, List<Account> accounts) {
        SortedMap<Long, byte[]> pages = pages(manifest, accounts);
        write(manifest, pages);
        place(manifest, accounts, false);
    }

    /** Publishes what is missing of a manifest that someone else, or an earlier run, began with. */
    void complete(Manifest manifest) {
        List<Account> accounts = sealed.accounts(manifest.accounts());
        SortedMap<Long, byte[]> pages = pages(manifest, accounts);
        standing(manifest, pages).forEach(pages::remove);
        write(manifest, pages);
        place(manifest, accounts, true);
    }

    /** The pages that the manifest lists, made of its accounts. */
    private SortedMap<Long, byte[]> pages(Manifest manifest, List<Account> accounts) {
        List<Part> listed = sealed.list(manifest.pages(), "pages");
        SortedMap<Long, byte[]> pages =
                Outcome.pages(accounts, listed.stream().map(Part::number).toList());
        if (!Frozen.pages(pages).equals(listed)) {
            throw new IllegalStateException(
                    "the accounts of epoch " + manifest.epoch() + " do not make the pages of its manifest");
        }
        return pages;
    }

    private Set<Long> standing(Manifest manifest, SortedMap<Long, byte[]> pages) {
        Set<Long> standing = ConcurrentHashMap.newKeySet();
        String digest = manifest.digest();
        fan.each(List.copyOf(pages.entrySet()), page -> {
            if (stands(manifest.epoch(), digest, page)) {
                standing.add(page.getKey());
            }
        });
        return standing;
    }

    private boolean stands(long epoch, String manifest, Map.Entry<Long, byte[]> page) {
        return store.page(page.getKey(), epoch, manifest)
                .filter(bytes -> Arrays.equals(bytes, page.getValue()))
                .isPresent();
    }

    /** Writes pages, again what the store left over, and reads all of them back. */
    private void write(Manifest manifest, SortedMap<Long, byte[]> pages) {
        String digest = manifest.digest();
        List<Store.NewPage> rows = new ArrayList<>();
        pages.forEach((page, bytes) -> rows.add(new Store.NewPage(page, manifest.epoch(), digest, bytes)));
        List<List<Store.NewPage>> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += Store.MAX_PAGES_WRITTEN) {
            batches.add(rows.subList(from, Math.min(rows.size(), from + Store.MAX_PAGES_WRITTEN)));
        }
        fan.each(batches, this::write);
        fan.each(List.copyOf(pages.entrySet()), page -> {
            if (!stands(manifest.epoch(), digest, page)) {
                throw new IllegalStateException("page " + page.getKey() + " of epoch " + manifest.epoch()
                        + " reads back as something else than was written");
            }
        });
    }

    private void write(List<Store.NewPage> batch) {
        List<Store.NewPage> left = batch;
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                throw new IllegalStateException(
                        "the store left " + left.size() + " pages unwritten in " + round + " rounds");
            }
            left = store.write(left);
        }
    }

    /**
     * Gives every new wallet its slot. How far that came is noted every {@value #PLACED_AT_ONCE} wallets, so that a first
     * epoch of very many miners is done with by several runs.
     */
    private void place(Manifest manifest, List<Account> accounts, boolean resumed) {
        List<Account> placed = accounts.stream()
                .filter(account -> account.slot() >= manifest.slotsBefore())
                .toList();
        for (int from = 0; from < placed.size(); from += PLACED_AT_ONCE) {
            List<Account> some = placed.subList(from, Math.min(placed.size(), from + PLACED_AT_ONCE));
            boolean noted = some.size() == PLACED_AT_ONCE;
            String note = "epochs/%012d/placed/%08d".formatted(manifest.epoch(), from);
            if (noted && resumed && store.archived(note).isPresent()) {
                continue;
            }
            fan.each(batches(some), this::place);
            if (noted) {
                store.archive(note, PLACED);
            }
        }
    }

    private static List<List<Store.NewWallet>> batches(List<Account> accounts) {
        List<List<Store.NewWallet>> batches = new ArrayList<>();
        for (int from = 0; from < accounts.size(); from += Store.MAX_PLACED) {
            batches.add(accounts.subList(from, Math.min(accounts.size(), from + Store.MAX_PLACED)).stream()
                    .map(account -> new Store.NewWallet(account.wallet(), account.slot()))
                    .toList());
        }
        return batches;
    }

    /** Most wallets of a batch are new; a row that stands is given its slot by itself. */
    private void place(List<Store.NewWallet> wallets) {
        for (Store.NewWallet left : store.place(wallets)) {
            long slot = store.place(left.id(), left.slot());
            if (slot != left.slot()) {
                throw new IllegalStateException(left.id() + " was given slot " + left.slot() + " but has slot " + slot);
            }
        }
    }
}
