package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.settlement.Frozen;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which architecture the members of an epoch were enrolled with. The frozen membership keeps weights alone; the enrolment
 * names the hardware, and the miner's row of that hardware its architecture, which is part of what names it.
 */
final class Architectures {
    private final Table enrolments;
    private final Table miners;
    private final int shards;

    Architectures(Aws aws, int shards) {
        this.enrolments = aws.table("ENROLMENTS");
        this.miners = aws.table("MINERS");
        this.shards = shards;
    }

    /** The architectures by identity; those whose machine made room for another since are left out. */
    Map<String, String> of(long epoch, List<String> members) {
        List<Item> enrolled = members.stream()
                .map(member -> Item.of("epoch_shard", epoch + "#" + Frozen.shardOf(member, shards))
                        .with("miner", member))
                .toList();
        List<Item> machines = enrolments.batchGet(enrolled).stream()
                .map(row -> Attested.Machine.key(row.text("miner"), row.text("hardware_id")))
                .toList();
        return miners.batchGet(machines).stream()
                .collect(Collectors.toMap(
                        row -> row.text("miner"),
                        row -> Attested.Machine.of(row).arch()));
    }
}
