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
import java.util.function.UnaryOperator;

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
        fan.each(parts(rows, Store.MAX_PAGES_WRITTEN), batch -> written(batch, store::write));
        fan.each(List.copyOf(pages.entrySet()), page -> {
            if (!stands(manifest.epoch(), digest, page)) {
                throw new IllegalStateException("page " + page.getKey() + " of epoch " + manifest.epoch()
                        + " reads back as something else than was written");
            }
        });
    }

    /**
     * Gives every new wallet its slot. How far that came is noted every {@value #PLACED_AT_ONCE} wallets, so that a first
     * epoch of very many miners is done with by several runs. Who resumes begins at the other end, and so meets a run that
     * is still at work.
     */
    private void place(Manifest manifest, List<Account> accounts, boolean resumed) {
        List<Store.Place> places = accounts.stream()
                .filter(account -> account.slot() >= manifest.slotsBefore())
                .map(account -> new Store.Place(account.wallet(), account.slot()))
                .toList();
        List<List<Store.Place>> stretches = parts(places, PLACED_AT_ONCE);
        for (List<Store.Place> stretch : resumed ? stretches.reversed() : stretches) {
            boolean noted = stretch.size() == PLACED_AT_ONCE;
            String note = "epochs/%012d/placed/%012d"
                    .formatted(manifest.epoch(), stretch.getFirst().slot());
            if (noted && store.archived(note).isPresent()) {
                continue;
            }
            fan.each(parts(stretch, Store.MAX_PLACED), batch -> written(batch, store::place));
            if (noted) {
                store.archive(note, PLACED);
            }
        }
    }

    private static <T> List<List<T>> parts(List<T> whole, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < whole.size(); from += size) {
            parts.add(whole.subList(from, Math.min(whole.size(), from + size)));
        }
        return parts;
    }

    /** Writes all rows, again what the store left over. */
    private static <T> void written(List<T> rows, UnaryOperator<List<T>> write) {
        List<T> left = rows;
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                throw new IllegalStateException(
                        "the store left " + left.size() + " rows unwritten in " + round + " rounds");
            }
            left = write.apply(left);
        }
    }
}
