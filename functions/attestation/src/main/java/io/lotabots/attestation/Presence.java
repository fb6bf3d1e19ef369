package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which miners were there in each stretch of twenty minutes: a row per miner and stretch, written once, from which lists
 * are made without a scan.
 */
final class Presence {
    /** Length of a stretch, in seconds. */
    static final long BUCKET_SECONDS = 1200;

    /** How long a miner counts as active, in seconds. */
    static final long ACTIVE_SECONDS = 3600;

    /** How long rows are kept, in seconds: the rotation looks back a day. */
    static final long KEPT_SECONDS = 86_400 + 2 * BUCKET_SECONDS;

    private static final int SHARDS = 8;
    private static final int MAX_PER_SHARD = 100_000;

    private final Table presence;

    Presence(Aws aws) {
        this.presence = aws.table("PRESENCE");
    }

    static long bucket(long epochSecond) {
        return Math.floorDiv(epochSecond, BUCKET_SECONDS);
    }

    /** @param entry the machine that was there */
    record Present(String miner, String entry, long bucket) {
        Item machineKey() {
            return Machine.key(miner, entry);
        }
    }

    /** Notes that a machine was there. */
    void note(String miner, String entry, long bucket) {
        int shard = Byte.toUnsignedInt(Digests.sha256(miner.getBytes(StandardCharsets.UTF_8))[0]) % SHARDS;
        presence.put(Item.of("bucket_shard", bucket + "#" + shard)
                .with("miner", miner)
                .with("entry", entry)
                .with("expires_at", (bucket + 1) * BUCKET_SECONDS + KEPT_SECONDS));
    }

    /** Everyone who was there in a bucket, in the order of the identities. */
    List<Present> in(long bucket) {
        List<Present> present = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            for (Item row : presence.query("bucket_shard", bucket + "#" + shard, MAX_PER_SHARD)) {
                present.add(new Present(row.text("miner"), row.text("entry"), bucket));
            }
        }
        present.sort(java.util.Comparator.comparing(Present::miner));
        return present;
    }
}
