package io.lotabots.settlement;

import java.util.Arrays;

/**
 * Everything that a seal stands on and comes to, by digest. Its own digest names it; it is proposed once for the epochs
 * after a head, and the first one proposed is the only one, for ever.
 *
 * <p>Lists named here are lists of {@link Part}. All amounts are micro-RTC, 0 or more.
 *
 * @param firstEpoch the first epoch that it seals; those before {@code epoch} had nobody to pay
 * @param epoch the last epoch that it seals: the one whose members, shares and pages it tells
 * @param previousRoot digest of the root of the seal before it; zeros at first
 * @param pot what the epoch may mint: the chain's pot, or what is left of the supply
 * @param supplyBefore micro-RTC in existence before it
 * @param minted micro-RTC that it adds
 * @param enrolled members, those without weight included
 * @param weight the members' weights in all
 * @param slotsBefore page slots given away before it
 * @param slotsAfter page slots given away after it
 * @param shardCount over how many shards the members were spread
 * @param shards list of frozen shards
 * @param journalFrom millisecond of the previous cut; 0 at first
 * @param journalTo millisecond of its cut: entries before it are in the accounts
 * @param journal list of journal segments
 * @param accountsBefore list of account chunks of the seal before it
 * @param accounts list of account chunks
 * @param pages list of changed pages
 * @param leaves list of leaf chunks
 * @param treeRoot root of the tree over all leaves
 * @param treeSize number of leaves
 */
public record Manifest(
        String chainId,
        long firstEpoch,
        long epoch,
        String previousRoot,
        long pot,
        long supplyBefore,
        long minted,
        long enrolled,
        long weight,
        long slotsBefore,
        long slotsAfter,
        long shardCount,
        String shards,
        long journalFrom,
        long journalTo,
        String journal,
        String accountsBefore,
        String accounts,
        String pages,
        String leaves,
        String treeRoot,
        long treeSize) {
    private static final String KIND = "lotabots manifest 1";

    /** The canonical JSON that its digest is taken of. */
    public byte[] bytes() {
        return Canonical.of(KIND)
                .with("chain_id", chainId)
                .with("first_epoch", firstEpoch)
                .with("epoch", epoch)
                .with("previous_root", previousRoot)
                .with("pot", pot)
                .with("supply_before", supplyBefore)
                .with("minted", minted)
                .with("enrolled", enrolled)
                .with("weight", weight)
                .with("slots_before", slotsBefore)
                .with("slots_after", slotsAfter)
                .with("shard_count", shardCount)
                .with("shards", shards)
                .with("journal_from", journalFrom)
                .with("journal_to", journalTo)
                .with("journal", journal)
                .with("accounts_before", accountsBefore)
                .with("accounts", accounts)
                .with("pages", pages)
                .with("leaves", leaves)
                .with("tree_root", treeRoot)
                .with("tree_size", treeSize)
                .bytes();
    }

    /** SHA-256 of {@link #bytes}, 64 hexadecimal digits. */
    public String digest() {
        return Hash.name(bytes());
    }

    /** Micro-RTC in existence after it. */
    public long supplyAfter() {
        return Math.addExact(supplyBefore, minted);
    }

    /** Reads a manifest. @throws Malformed when these bytes are none */
    public static Manifest parse(byte[] json) {
        Canonical fields = Canonical.read(json, KIND);
        Manifest manifest = new Manifest(
                fields.text("chain_id"),
                fields.number("first_epoch"),
                fields.number("epoch"),
                fields.digest("previous_root"),
                fields.number("pot"),
                fields.number("supply_before"),
                fields.number("minted"),
                fields.number("enrolled"),
                fields.number("weight"),
                fields.number("slots_before"),
                fields.number("slots_after"),
                fields.number("shard_count"),
                fields.digest("shards"),
                fields.number("journal_from"),
                fields.number("journal_to"),
                fields.digest("journal"),
                fields.digest("accounts_before"),
                fields.digest("accounts"),
                fields.digest("pages"),
                fields.digest("leaves"),
                fields.digest("tree_root"),
                fields.number("tree_size"));
        if (!Arrays.equals(json, manifest.bytes())) {
            throw new Malformed("a manifest is not in its canonical form");
        }
        return manifest;
    }
}
