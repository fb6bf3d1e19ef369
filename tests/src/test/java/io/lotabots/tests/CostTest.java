package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.local.Platform;
import io.lotabots.local.aws.Meter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an attestation costs in units of the store, metered at its door, however many miners are stored. */
class CostTest {
    private static final int PER_DAY = 144;

    @Test
    void a_day_of_one_machine_costs_at_most_four_writes_and_three_reads_each() {
        try (Platform platform = Platform.start(Node.options("prod", Node.temporary()))) {
            Http node = new Http(platform.uri());
            TestMiner miner = TestMiner.modern(node, 5001);
            Units first = metered(platform, miner);
            assertThat(first.writes).as("write units of a new machine").isLessThanOrEqualTo(14);
            assertThat(first.reads).as("read units of a new machine").isLessThanOrEqualTo(10);
            double writes = 0;
            double reads = 0;
            for (int i = 0; i < PER_DAY; i++) {
                platform.clock().advance(Duration.ofSeconds(600));
                Units units = metered(platform, miner);
                assertThat(units.writes).as("write units of attestation " + i).isLessThanOrEqualTo(10);
                assertThat(units.reads).as("read units of attestation " + i).isLessThanOrEqualTo(6);
                writes += units.writes;
                reads += units.reads;
            }
            System.out.printf(
                    "one machine, one day: first %.1f writes %.1f reads, then %.2f writes %.2f reads each%n",
                    first.writes, first.reads, writes / PER_DAY, reads / PER_DAY);
            assertThat(writes / PER_DAY).isLessThanOrEqualTo(4);
            assertThat(reads / PER_DAY).isLessThanOrEqualTo(3);
        }
    }

    private record Units(double writes, double reads) {}

    private static Units metered(Platform platform, TestMiner miner) {
        Meter meter = platform.port().meter();
        meter.reset();
        String nonce = miner.nonce();
        assertThat(meter.snapshot().writeUnits())
                .as("write units of a challenge")
                .isLessThanOrEqualTo(1);
        meter.reset();
        accepted(miner.submit(miner.signed(miner.payload(nonce))));
        return new Units(meter.snapshot().writeUnits(), meter.snapshot().readUnits());
    }
}
