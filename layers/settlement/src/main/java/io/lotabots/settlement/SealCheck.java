package io.lotabots.settlement;

import io.lotabots.crypto.Rtc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recomputes one seal and compares it with what is archived of it. */
final class SealCheck {
    private final Sealed sealed;
    private final EpochRoot root;
    private final Map<String, byte[]> keys;
    private final Differences differences;
    private final Audit.Replay replay;
    private final String epoch;

    SealCheck(Sealed sealed, EpochRoot root, Map<String, byte[]> keys, Differences differences, Audit.Replay replay) {
        this.sealed = sealed;
        this.root = root;
        this.keys = keys;
        this.differences = differences;
        this.replay = replay;
        this.epoch = "epoch " + root.epoch() + ": ";
    }

    /**
     * @param before the seal before it, when that was recomputed
     * @param first whether it must be the first of all
     * @throws Malformed when a part is missing or cannot be read, so that nothing can be recomputed
     */
    Audit.Link run(Audit.@Nullable Link before, boolean first) {
        signature();
        Manifest manifest = sealed.manifest(root.manifest());
        EpochRoot told = unsigned(manifest);
        differences.compare(epoch + "the root", root, told);
        if (before != null) {
            follows(manifest, before);
        } else if (first) {
            isFirst(manifest);
        }
        List<Enrolled> members = members(manifest);
        Movements movements = movements(manifest);
        List<Account> accounts = before != null && before.manifest().accounts().equals(manifest.accountsBefore())
                ? before.accounts()
                : sealed.accounts(manifest.accountsBefore());
        long potLeft = Math.min(manifest.pot(), Math.subtractExact(Rtc.SUPPLY, manifest.supplyBefore()));
        differences.compare(epoch + "the pot", manifest.pot(), potLeft);
        Outcome outcome = Outcome.of(accounts, manifest.slotsBefore(), members, movements, manifest.pot());
        compare(manifest, outcome);
        long allocated = (before == null ? 0 : before.allocated()) + movements.allocated();
        long opening = before == null ? manifest.supplyBefore() : before.opening();
        conserved(manifest, accounts, outcome, movements.allocated());
        if ((first || before != null) && allocated > opening) {
            differences.add(epoch + "the journal allocates " + allocated + " micro-RTC, the opening only " + opening);
        }
        replay.sealed(root, manifest, outcome.accounts(), outcome.changedPages());
        return new Audit.Link(root, manifest, outcome.accounts(), allocated, opening);
    }

    private void signature() {
        byte[] key = keys.get(root.key());
        if (key == null) {
            differences.add(epoch + "the root names the key " + root.key() + ", known are " + keys.keySet());
        } else if (!root.isSignedBy(key)) {
            differences.add(epoch + "the root's signature is not of the key " + root.key());
        }
    }

    /** What the root should say of its manifest. */
    private EpochRoot unsigned(Manifest m) {
        return new EpochRoot(
                m.chainId(),
                m.firstEpoch(),
                m.epoch(),
                m.digest(),
                m.treeRoot(),
                m.treeSize(),
                m.weight(),
                m.minted(),
                m.supplyAfter(),
                m.previousRoot(),
                root.key(),
                root.signature());
    }

    private void follows(Manifest now, Audit.Link before) {
        Manifest past = before.manifest();
        differences.compare(epoch + "the chain id", now.chainId(), past.chainId());
        differences.compare(
                epoch + "the previous root", now.previousRoot(), before.root().digest());
        differences.compare(epoch + "the first epoch", now.firstEpoch(), past.epoch() + 1);
        differences.compare(epoch + "the supply before", now.supplyBefore(), past.supplyAfter());
        differences.compare(epoch + "the slots before", now.slotsBefore(), past.slotsAfter());
        differences.compare(epoch + "the start of the journal", now.journalFrom(), past.journalTo());
        differences.compare(epoch + "the accounts before", now.accountsBefore(), past.accounts());
    }

    private void isFirst(Manifest now) {
        differences.compare(epoch + "the slots before", now.slotsBefore(), 0L);
        differences.compare(epoch + "the start of the journal", now.journalFrom(), 0L);
        differences.compare(epoch + "the accounts before", now.accountsBefore(), Sealed.NOTHING);
    }

    private List<Enrolled> members(Manifest manifest) {
        List<Enrolled> members = new ArrayList<>();
        int shards = Math.toIntExact(manifest.shardCount());
        for (Part part : sealed.list(manifest.shards(), "shards")) {
            List<Enrolled> shard = sealed.shard(part);
            for (Enrolled member : shard) {
                if (Frozen.shardOf(member.identity(), shards) != part.number()) {
                    differences.add(epoch + member.identity() + " does not belong to shard " + part.key());
                }
            }
            differences.compare(epoch + "the weight of shard " + part.key(), part.sum(), Shares.total(shard));
            members.addAll(shard);
        }
        members.sort(Comparator.comparing(Enrolled::identity));
        for (int i = 1; i < members.size(); i++) {
            if (members.get(i).identity().equals(members.get(i - 1).identity())) {
                throw new Malformed(members.get(i).identity() + " is a member twice");
            }
        }
        differences.compare(epoch + "the number of members", manifest.enrolled(), (long) members.size());
        return members;
    }

    private Movements movements(Manifest manifest) {
        Movements movements = new Movements();
        String last = "";
        for (Part part : sealed.list(manifest.journal(), "journal segments")) {
            for (JournalEntry entry : sealed.journal(part)) {
                String key = "%05d#%s".formatted(part.number(), entry.key());
                if (entry.shard() != part.number()
                        || entry.atMillis() < manifest.journalFrom()
                        || entry.atMillis() >= manifest.journalTo()
                        || entry.amount() <= 0
                        || key.compareTo(last) <= 0) {
                    differences.add(epoch + "the journal entry " + key + " is out of place");
                }
                last = key;
                movements.add(entry);
                replay.moved(entry);
            }
        }
        return movements;
    }

    private void compare(Manifest manifest, Outcome outcome) {
        Frozen hashed = new Frozen((_, _) -> {});
        List<Part> leaves = hashed.leaves(manifest.chainId(), manifest.epoch(), outcome.leaves());
        if (!hashed.list(leaves).equals(manifest.leaves())) {
            List<Leaf> archived = new ArrayList<>();
            sealed.list(manifest.leaves(), "leaves").forEach(part -> archived.addAll(sealed.leaves(part)));
            differences.add(epoch + "the leaves are not those of the recomputed shares");
            differences.compareRows(epoch + "slot", archived, outcome.leaves(), Leaf::slot);
        }
        MerkleSumTree.Node top = Frozen.tree(leaves).root();
        differences.compare(epoch + "the root of the tree", manifest.treeRoot(), Hash.hex(top.hash()));
        differences.compare(epoch + "the size of the tree", manifest.treeSize(), (long)
                outcome.leaves().size());
        differences.compare(epoch + "the amount minted", manifest.minted(), outcome.minted());
        differences.compare(epoch + "the sum of the tree", top.sum(), outcome.minted());
        differences.compare(epoch + "the weight", manifest.weight(), outcome.weight());
        differences.compare(epoch + "the slots after", manifest.slotsAfter(), outcome.slots());
        List<Part> pages = Frozen.pages(Outcome.pages(outcome.accounts(), outcome.changedPages()));
        if (!hashed.list(pages).equals(manifest.pages())) {
            differences.add(epoch + "the pages are not those of the recomputed shares");
            differences.compareRows(epoch + "page", sealed.list(manifest.pages(), "pages"), pages, Part::key);
        }
        if (!hashed.list(hashed.accounts(outcome.accounts())).equals(manifest.accounts())) {
            differences.add(epoch + "the accounts are not those of the replayed journal and the shares");
            differences.compareRows(
                    epoch + "wallet", sealed.accounts(manifest.accounts()), outcome.accounts(), Account::wallet);
        }
    }

    private void conserved(Manifest manifest, List<Account> before, Outcome outcome, long allocated) {
        long was = sum(before);
        long is = sum(outcome.accounts());
        long entered = Math.addExact(manifest.minted(), allocated);
        if (is - was != entered) {
            differences.add(epoch + "all balances rose by " + (is - was) + " micro-RTC, " + entered + " entered");
        }
    }

    private static long sum(List<Account> accounts) {
        long sum = 0;
        for (Account account : accounts) {
            sum = Math.addExact(sum, account.balance());
        }
        return sum;
    }
}
