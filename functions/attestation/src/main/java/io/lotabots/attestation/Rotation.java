package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Bucket;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn a slot is: the miners of the last day in the order of their names, frozen once per slot. The frozen set is
 * one object named by its digest; a row points at the newest.
 */
final class Rotation {
    private static final Item POINTER = Item.of("list", "rotation").with("slot", "current");
    private static final long RECHECK_SECONDS = 2;

    private final Table headers;
    private final Bucket rotations;
    private volatile @Nullable Kept kept;

    Rotation(Aws aws) {
        this.headers = aws.table("HEADERS");
        this.rotations = aws.bucket("ROTATIONS");
    }

    /**
     * A frozen set.
     *
     * @param slot the slot at which it was frozen
     * @param bucket the newest stretch of presence that went into it
     * @param miners the members in the order of their turns
     * @param lastBuckets for each member, the stretch in which it was last there
     */
    record Frozen(long slot, long bucket, String[] miners, long[] lastBuckets) {
        static Frozen none() {
            return new Frozen(-1, -1, new String[0], new long[0]);
        }

        int size() {
            return miners.length;
        }

        /** Who produces a slot; nobody when there are no miners. */
        Optional<String> producer(long slot) {
            return miners.length == 0 ? Optional.empty() : Optional.of(miners[Math.floorMod(slot, miners.length)]);
        }

        /** The first slot from {@code slot} on that is {@code miner}'s; absent when it is no member. */
        Optional<Long> turn(String miner, long slot) {
            int at = Arrays.binarySearch(miners, miner);
            return at < 0
                    ? Optional.empty()
                    : Optional.of(slot + Math.floorMod(at - Math.floorMod(slot, miners.length), miners.length));
        }

        Map<String, Long> members() {
            Map<String, Long> members = new TreeMap<>();
            for (int i = 0; i < miners.length; i++) {
                members.put(miners[i], lastBuckets[i]);
            }
            return members;
        }
    }

    private record Kept(Frozen frozen, String key, long recheckAtEpochSecond) {}

    /** The newest frozen set; an instance asks again when a new slot may have been frozen, at most every two seconds. */
    Frozen current(long slot, long now) {
        Kept known = kept;
        if (known != null && (known.frozen.slot >= slot || now < known.recheckAtEpochSecond)) {
            return known.frozen;
        }
        Optional<Item> pointer = headers.getEventually(POINTER);
        if (pointer.isEmpty()) {
            return Frozen.none();
        }
        String key = pointer.get().text("object");
        Frozen frozen = known != null
                        && known.key.equals(key)
                        && known.frozen.slot == pointer.get().number("at_slot")
                ? known.frozen
                : load(pointer.get());
        kept = new Kept(frozen, key, now + RECHECK_SECONDS);
        return frozen;
    }

    /** How many members the newest frozen set has, without reading them. */
    long size() {
        return headers.getEventually(POINTER).map(row -> row.number("size")).orElse(0L);
    }

    /** The newest frozen set as the store has it now. */
    Frozen newest() {
        return headers.get(POINTER).map(this::load).orElse(Frozen.none());
    }

    private Frozen load(Item pointer) {
        String key = pointer.text("object");
        byte[] text = rotations
                .get(key)
                .orElseThrow(() -> new IllegalStateException("the frozen rotation " + key + " is missing"));
        String[] lines = text.length == 0 ? new String[0] : new String(text, StandardCharsets.UTF_8).split("\n");
        String[] miners = new String[lines.length];
        long[] lastBuckets = new long[lines.length];
        for (int i = 0; i < lines.length; i++) {
            int space = lines[i].lastIndexOf(' ');
            miners[i] = lines[i].substring(0, space);
            lastBuckets[i] = Long.parseLong(lines[i].substring(space + 1));
        }
        return new Frozen(pointer.number("at_slot"), pointer.number("bucket"), miners, lastBuckets);
    }

    /** Makes {@code members} (miner to its last stretch) the set of {@code slot}; an older slot never replaces a newer. */
    boolean freeze(long slot, long bucket, Map<String, Long> members) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(members)
                .forEach((miner, last) ->
                        text.append(miner).append(' ').append(last).append('\n'));
        byte[] bytes = text.toString().stripTrailing().getBytes(StandardCharsets.UTF_8);
        String key = "rotation/" + HexFormat.of().formatHex(Digests.sha256(bytes));
        rotations.put(key, bytes, "text/plain");
        return headers.update(
                        POINTER,
                        Expression.of("SET #object = :object, #at_slot = :slot, #bucket = :bucket, #size = :size")
                                .with(":object", key)
                                .with(":slot", slot)
                                .with(":bucket", bucket)
                                .with(":size", members.size()),
                        Expression.of("attribute_not_exists(#at_slot) OR #at_slot < :slot"))
                .done();
    }
}
