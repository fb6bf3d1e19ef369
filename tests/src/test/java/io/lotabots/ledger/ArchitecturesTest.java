package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.settlement.Frozen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The architecture of who was enrolled, against the DynamoDB engine. */
class ArchitecturesTest {
    private static final int SHARDS = 64;

    private final Aws aws = LedgerTables.fresh(10).aws();

    @Test
    void a_member_s_architecture_is_that_of_the_machine_that_was_enrolled() {
        machine("anna", "hw-1", "G4");
        machine("anna", "hw-2", "modern");
        machine("ben", "hw-3", "M1");
        enrol(7, "anna", "hw-1");
        enrol(8, "anna", "hw-2");
        enrol(7, "ben", "hw-3");
        enrol(7, "carl", "hw-4");
        Architectures architectures = new Architectures(aws, SHARDS);
        assertThat(architectures.of(7, List.of("anna", "ben", "carl", "dora")))
                .isEqualTo(Map.of("anna", "G4", "ben", "M1"));
        assertThat(architectures.of(8, List.of("anna", "ben"))).isEqualTo(Map.of("anna", "modern"));
        assertThat(architectures.of(7, List.of())).isEmpty();
    }

    private void enrol(long epoch, String miner, String hardwareId) {
        aws.table("ENROLMENTS")
                .put(Item.of("epoch_shard", epoch + "#" + Frozen.shardOf(miner, SHARDS))
                        .with("miner", miner)
                        .with("weight", 1)
                        .with("hardware_id", hardwareId));
    }

    private void machine(String miner, String hardwareId, String arch) {
        aws.table("MINERS")
                .put(Item.of("miner", miner).toBuilder()
                        .with("entry", "machine#" + hardwareId)
                        .with("arch", arch)
                        .with("at", 1)
                        .with("weight", 1)
                        .with("hw_weight", 1)
                        .with("epoch", 7)
                        .build());
    }
}
