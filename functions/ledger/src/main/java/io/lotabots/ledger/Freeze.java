package io.lotabots.ledger;

import io.lotabots.crypto.Rtc;
import io.lotabots.settlement.Account;
import io.lotabots.settlement.Archive;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Frozen;
import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Movements;
import io.lotabots.settlement.Outcome;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.Sealed;
import io.lotabots.settlement.Shares;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Reads what an epoch stands on, computes what it comes to, and archives both, for nobody to see until it is chosen. */
final class Freeze {
    /** Epochs without anybody to pay that one seal covers at most, so that a run ends. */
    private static final int MAX_EMPTY = 64;

    private static final HexFormat HEX = HexFormat.of();

    private final Store store;
    private final Terms terms;
    private final Sealed sealed;
    private final Fan fan;

    Freeze(Store store, Terms terms, Sealed sealed, Fan fan) {
        this.store = store;
        this.terms = terms;
        this.sealed = sealed;
        this.fan = fan;
    }

    /** A manifest that could be chosen, its digest, and the accounts that it names. */
    record Proposal(Manifest manifest, String digest, List<Account> accounts) {}

    /** The members of an epoch: the frozen shards, and all of them by identity. */
    private record Members(long epoch, List<List<Enrolled>> shards, List<Enrolled> all) {}

    /** Computes and archives the seal after this head. */
    Proposal propose(Head head, long now) {
        Optional<Manifest> before = before(head);
        Members members = members(head.epoch() + 1, terms.lastDue(now));
        Objects objects = new Objects();
        Frozen frozen = new Frozen(objects::put);
        List<Part> shards = new ArrayList<>();
        for (int shard = 0; shard < members.shards.size(); shard++) {
            if (!members.shards.get(shard).isEmpty()) {
                shards.add(frozen.shard(shard, members.shards.get(shard)));
            }
        }
        long journalFrom = before.map(Manifest::journalTo).orElse(0L);
        long journalTo = Math.max(journalFrom, terms.journalCut(members.epoch));
        Movements movements = new Movements();
        List<Part> journal = journal(journalFrom, journalTo, movements, frozen);

        String accountsBefore = before.map(Manifest::accounts).orElse(Sealed.NOTHING);
        long pot = Math.min(terms.chain().potMicroRtc(), Math.subtractExact(Rtc.SUPPLY, head.minted()));
        Outcome outcome = Outcome.of(sealed.accounts(accountsBefore), head.nextSlot(), members.all, movements, pot);
        List<Part> leaves = frozen.leaves(terms.chain().chainId(), members.epoch, outcome.leaves());
        Manifest manifest = new Manifest(
                terms.chain().chainId(),
                head.epoch() + 1,
                members.epoch,
                head.root(),
                pot,
                head.minted(),
                outcome.minted(),
                members.all.size(),
                outcome.weight(),
                head.nextSlot(),
                outcome.slots(),
                terms.shards(),
                frozen.list(shards),
                journalFrom,
                journalTo,
                frozen.list(journal),
                accountsBefore,
                frozen.list(frozen.accounts(outcome.accounts())),
                frozen.list(Frozen.pages(Outcome.pages(outcome.accounts(), outcome.changedPages()))),
                frozen.list(leaves),
                HEX.formatHex(Frozen.tree(leaves).root().hash()),
                outcome.leaves().size());
        String digest = frozen.manifest(manifest);
        objects.archive();
        return new Proposal(manifest, digest, outcome.accounts());
    }

    /** The manifest under the head's own root; none at the opening. */
    private Optional<Manifest> before(Head head) {
        if (head.root().equals(Part.NO_ROOT)) {
            return Optional.empty();
        }
        EpochRoot root = sealed.root(head.epoch())
                .filter(archived -> archived.digest().equals(head.root()))
                .orElseThrow(() -> new IllegalStateException(
                        "the archive has not the root " + head.root() + " of epoch " + head.epoch()));
        return Optional.of(sealed.manifest(root.manifest()));
    }

    /** The members of the first epoch that has anybody to pay, or of the last one that is due. */
    private Members members(long first, long lastDue) {
        long last = Math.min(lastDue, first + MAX_EMPTY);
        Members members = read(first);
        while (members.epoch < last && Shares.total(members.all) == 0) {
            members = read(members.epoch + 1);
        }
        return members;
    }

    private Members read(long epoch) {
        ConcurrentHashMap<Integer, List<Enrolled>> found = new ConcurrentHashMap<>();
        List<Integer> numbers = IntStream.range(0, terms.shards()).boxed().toList();
        fan.each(numbers, shard -> found.put(shard, store.enrolments(epoch, shard)));
        List<List<Enrolled>> shards = numbers.stream()
                .map(shard -> found.getOrDefault(shard, List.of()))
                .toList();
        List<Enrolled> all = new ArrayList<>();
        shards.forEach(all::addAll);
        all.sort(Comparator.comparing(Enrolled::identity));
        return new Members(epoch, shards, all);
    }

    private List<Part> journal(long from, long to, Movements movements, Frozen frozen) {
        List<Part> parts = new ArrayList<>();
        String end = JournalEntry.keyFrom(to);
        for (int shard = 0; shard < JournalEntry.SHARDS && from < to; shard++) {
            String after = JournalEntry.keyFrom(from);
            List<JournalEntry> entries;
            do {
                entries = store.journal(shard, after, end, Part.ROWS);
                if (!entries.isEmpty()) {
                    entries.forEach(movements::add);
                    parts.add(frozen.journal(shard, entries));
                    after = entries.getLast().key();
                }
            } while (entries.size() == Part.ROWS);
        }
        return parts;
    }

    /** Objects to archive, each once. */
    private final class Objects {
        private final ConcurrentHashMap<String, byte[]> waiting = new ConcurrentHashMap<>();

        void put(String digest, byte[] content) {
            waiting.put(digest, content);
        }

        void archive() {
            fan.each(waiting.keySet().stream().sorted().toList(), this::archive);
        }

        private void archive(String digest) {
            store.archive(Archive.objectKey(digest), waiting.getOrDefault(digest, new byte[0]));
        }
    }
}
