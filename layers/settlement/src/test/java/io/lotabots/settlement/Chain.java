package io.lotabots.settlement;

import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Rtc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A small archive that grows seal by seal, honestly or not. */
final class Chain implements Archive {
    static final RootKey KEY = RootKey.of(new byte[Ed25519.KEY_BYTES]);
    static final long POT = 1_500_000;

    private static final int SHARDS = 4;
    private static final long OPENING = 10_000;

    final Map<String, byte[]> objects = new HashMap<>();
    final Map<Long, byte[]> roots = new HashMap<>();
    private final Frozen frozen = new Frozen(objects::put);
    private final Sealed sealed = new Sealed(this);
    private Optional<EpochRoot> last = Optional.empty();

    @Override
    public Optional<byte[]> object(String digest) {
        return Optional.ofNullable(objects.get(digest));
    }

    @Override
    public Optional<byte[]> root(long epoch) {
        return Optional.ofNullable(roots.get(epoch));
    }

    /** Seals the next epoch as it should be. */
    EpochRoot seal(Map<String, Long> weights, JournalEntry... journal) {
        return seal(weights, List.of(journal), UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Seals the next epoch with what {@code outcome} and {@code manifest} make of what it should be, and signs it. */
    EpochRoot seal(
            Map<String, Long> weights,
            List<JournalEntry> journal,
            UnaryOperator<Outcome> outcome,
            UnaryOperator<Manifest> manifest) {
        Optional<Manifest> before = last.map(root -> sealed.manifest(root.manifest()));
        long epoch = last.map(root -> root.epoch() + 1).orElse(7L);
        List<Enrolled> members = new ArrayList<>();
        List<Part> shards = shards(weights, members);
        Movements movements = new Movements();
        journal.forEach(movements::add);
        List<Part> segments = segments(journal);
        long slots = before.map(Manifest::slotsAfter).orElse(0L);
        long supply = before.map(Manifest::supplyAfter).orElse(OPENING);
        long pot = Math.min(POT, Rtc.SUPPLY - supply);
        String accountsBefore = before.map(Manifest::accounts).orElse(Sealed.NOTHING);
        Outcome told = outcome.apply(Outcome.of(sealed.accounts(accountsBefore), slots, members, movements, pot));
        List<Part> leaves = frozen.leaves("test", epoch, told.leaves());
        Manifest made = manifest.apply(new Manifest(
                "test",
                epoch,
                epoch,
                last.map(EpochRoot::digest).orElse(Part.NO_ROOT),
                pot,
                supply,
                told.minted(),
                members.size(),
                told.weight(),
                slots,
                told.slots(),
                SHARDS,
                frozen.list(shards),
                before.map(Manifest::journalTo).orElse(0L),
                epoch * 1000,
                frozen.list(segments),
                accountsBefore,
                frozen.list(frozen.accounts(told.accounts())),
                frozen.list(Frozen.pages(Outcome.pages(told.accounts(), told.changedPages()))),
                frozen.list(leaves),
                Hash.hex(Frozen.tree(leaves).root().hash()),
                told.leaves().size()));
        frozen.manifest(made);
        EpochRoot root = EpochRoot.signed(made, KEY);
        roots.put(epoch, root.bytes());
        last = Optional.of(root);
        return root;
    }

    private List<Part> shards(Map<String, Long> weights, List<Enrolled> members) {
        Map<Integer, List<Enrolled>> shards = new TreeMap<>();
        new TreeMap<>(weights).forEach((identity, weight) -> {
            Enrolled member = new Enrolled(identity, weight);
            members.add(member);
            shards.computeIfAbsent(Frozen.shardOf(identity, SHARDS), _ -> new ArrayList<>())
                    .add(member);
        });
        List<Part> parts = new ArrayList<>();
        shards.forEach((shard, some) -> parts.add(frozen.shard(shard, some)));
        return parts;
    }

    private List<Part> segments(List<JournalEntry> journal) {
        Map<Integer, List<JournalEntry>> shards = new TreeMap<>();
        journal.forEach(entry ->
                shards.computeIfAbsent(entry.shard(), _ -> new ArrayList<>()).add(entry));
        List<Part> parts = new ArrayList<>();
        shards.forEach((shard, some) -> parts.add(frozen.journal(shard, some)));
        return parts;
    }

    /** A step at a millisecond, under a hash that begins with {@code first}. */
    static JournalEntry entry(JournalEntry.Step step, long at, String first, String from, String to, long amount) {
        boolean submits = step == JournalEntry.Step.SUBMIT;
        return new JournalEntry(
                at, step, first + "0".repeat(32 - first.length()), from, to, amount, 0, 0, submits ? at : 0);
    }

    static Audit audit(Archive archive) {
        return new Audit(archive, Map.of(KEY.id(), KEY.publicKey()), (_, _, _) -> {});
    }
}
