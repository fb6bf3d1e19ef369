package io.lotabots.ledger;

import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.Frozen;
import io.lotabots.settlement.JournalEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger's store in memory, one request after the other. It keeps what it is given and nothing else. */
final class MemoryStore implements Store {
    private final Map<Long, String> manifests = new HashMap<>();
    private final Map<Long, TreeMap<String, Long>> enrolments = new HashMap<>();
    private final Map<Long, TreeMap<Long, Map<String, byte[]>>> pages = new HashMap<>();
    private final Map<String, Wallet> wallets = new TreeMap<>();
    private final Map<String, Long> slots = new TreeMap<>();
    private final Map<Long, Transfer> transfers = new TreeMap<>();
    private final List<TreeMap<String, JournalEntry>> journal = new ArrayList<>();
    private final Map<String, byte[]> archive = new TreeMap<>();
    private final int shards;
    private @Nullable Head head;
    private String terms = "";

    /** @param shards over which the enrolments of an epoch are spread */
    MemoryStore(int shards) {
        this.shards = shards;
        for (int shard = 0; shard < JournalEntry.SHARDS; shard++) {
            journal.add(new TreeMap<>());
        }
    }

    /** Enrols, or raises the weight of who is enrolled. */
    void enrol(long epoch, String identity, long weight) {
        enrolments.computeIfAbsent(epoch, _ -> new TreeMap<>()).merge(identity, weight, Math::max);
    }

    /** Every wallet that was ever written, or has a slot. */
    List<Wallet> wallets() {
        return Stream.concat(wallets.keySet().stream(), slots.keySet().stream())
                .distinct()
                .sorted()
                .map(this::known)
                .toList();
    }

    /** Every transfer. */
    List<Transfer> transfers() {
        return List.copyOf(transfers.values());
    }

    /** Writes a wallet whatever stands there: what no verb of the store does. */
    void overwrite(Wallet wallet) {
        wallets.put(wallet.id(), wallet);
    }

    @Override
    public Optional<Head> head() {
        return Optional.ofNullable(head);
    }

    @Override
    public String open(Head first, String asked, List<JournalEntry> allocations) {
        if (head == null) {
            head = first;
            terms = asked;
            for (JournalEntry entry : allocations) {
                Wallet to = known(entry.to());
                wallets.put(to.id(), changed(to, entry.amount(), 0));
                note(entry);
            }
        }
        return terms;
    }

    @Override
    public boolean commit(Head before, Head after) {
        if (!before.equals(head)) {
            return false;
        }
        head = after;
        return true;
    }

    @Override
    public Optional<String> manifest(long epoch) {
        return Optional.ofNullable(manifests.get(epoch));
    }

    @Override
    public String nominate(long epoch, String digest) {
        String standing = manifests.putIfAbsent(epoch, digest);
        return standing == null ? digest : standing;
    }

    @Override
    public List<Enrolled> enrolments(long epoch, int shard) {
        List<Enrolled> members = new ArrayList<>();
        enrolments.getOrDefault(epoch, new TreeMap<>()).forEach((identity, weight) -> {
            if (Frozen.shardOf(identity, shards) == shard) {
                members.add(new Enrolled(identity, weight));
            }
        });
        return members;
    }

    @Override
    public Optional<byte[]> page(long page, long sealed) {
        return Optional.ofNullable(pages.get(page))
                .map(versions -> versions.floorEntry(sealed))
                .flatMap(version -> version.getValue().values().stream().findFirst());
    }

    @Override
    public Optional<byte[]> page(long page, long epoch, String manifest) {
        return Optional.ofNullable(pages.getOrDefault(page, new TreeMap<>()).get(epoch))
                .flatMap(versions -> Optional.ofNullable(versions.get(manifest)));
    }

    @Override
    public List<NewPage> write(List<NewPage> some) {
        if (some.size() > MAX_PAGES_WRITTEN) {
            throw new IllegalArgumentException("at most " + MAX_PAGES_WRITTEN + " pages, got: " + some.size());
        }
        for (NewPage page : some) {
            pages.computeIfAbsent(page.page(), _ -> new TreeMap<>())
                    .computeIfAbsent(page.epoch(), _ -> new TreeMap<>())
                    .put(page.manifest(), page.bytes());
        }
        return List.of();
    }

    @Override
    public Optional<Wallet> wallet(String id) {
        return wallets.containsKey(id) || slots.containsKey(id) ? Optional.of(known(id)) : Optional.empty();
    }

    @Override
    public List<Place> place(List<Place> places) {
        if (places.size() > MAX_PLACED) {
            throw new IllegalArgumentException("at most " + MAX_PLACED + " slots, got: " + places.size());
        }
        places.forEach(place -> slots.put(place.wallet(), place.slot()));
        return List.of();
    }

    @Override
    public Submission submit(Transfer transfer, Wallet before, Wallet after, JournalEntry entry) {
        Transfer standing = transfers.get(transfer.pendingId());
        if (standing != null) {
            return new Submission.Taken(standing);
        }
        if (!known(before.id()).equals(before)) {
            return new Submission.Changed();
        }
        wallets.put(after.id(), after);
        transfers.put(transfer.pendingId(), transfer);
        note(entry);
        return new Submission.Accepted();
    }

    @Override
    public boolean decide(Transfer decided, JournalEntry entry) {
        Transfer standing = transfers.get(decided.pendingId());
        if (standing == null || standing.status() != Transfer.Status.PENDING) {
            return false;
        }
        Wallet sender = known(decided.from());
        wallets.put(sender.id(), changed(sender, 0, -decided.amount()));
        Wallet receiver = known(decided.status() == Transfer.Status.CONFIRMED ? decided.to() : decided.from());
        wallets.put(receiver.id(), changed(receiver, decided.amount(), 0));
        transfers.put(decided.pendingId(), decided);
        note(entry);
        return true;
    }

    @Override
    public Optional<Transfer> transfer(long pendingId) {
        return Optional.ofNullable(transfers.get(pendingId));
    }

    @Override
    public List<Transfer> due(long second, int limit) {
        return transfers.values().stream()
                .filter(transfer -> transfer.status() == Transfer.Status.PENDING && transfer.dueAt() <= second)
                .sorted(Comparator.comparingLong(Transfer::dueAt).thenComparingLong(Transfer::pendingId))
                .limit(limit)
                .toList();
    }

    @Override
    public List<JournalEntry> journal(int shard, String after, String before, int limit) {
        if (after.compareTo(before) >= 0) {
            return List.of();
        }
        return journal.get(shard).subMap(after, false, before, false).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public void archive(String key, byte[] content) {
        archive.put(key, content);
    }

    @Override
    public Optional<byte[]> archived(String key) {
        return Optional.ofNullable(archive.get(key));
    }

    private Wallet known(String id) {
        return wallets.getOrDefault(id, Wallet.absent(id)).in(slots.getOrDefault(id, -1L));
    }

    private static Wallet changed(Wallet wallet, long base, long encumbered) {
        return new Wallet(
                wallet.id(),
                Math.addExact(wallet.base(), base),
                Math.addExact(wallet.encumbered(), encumbered),
                wallet.folded(),
                wallet.nonce(),
                wallet.slot());
    }

    private void note(JournalEntry entry) {
        if (journal.get(entry.shard()).putIfAbsent(entry.key(), entry) != null) {
            throw new IllegalStateException("journalled twice: " + entry.key());
        }
    }
}
