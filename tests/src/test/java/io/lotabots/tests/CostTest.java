package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.local.Platform;
import io.lotabots.local.aws.Consumption;
import io.lotabots.local.aws.Meter;
import io.lotabots.local.schedule.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an attestation costs in units of the store, metered at its door, however many miners are stored. */
@Execution(ExecutionMode.CONCURRENT)
class CostTest {
    private static final int PER_DAY = 144;
    private static final Duration ROUND = Duration.ofSeconds(600);

    /** An epoch of {@code prod} begins at this second of each day. */
    private static final long EPOCH_BEGINS = Math.floorMod(1_764_706_927L, 86_400L);

    /** Four hours, in which every hour, stretch, slot and an epoch begin: what differs from round to round does so here. */
    private static final int COMPARED = 24;

    /** An hour before the epoch's end. */
    private static final long START = 82_800;

    @Test
    void p27_a_day_of_one_machine_costs_the_same_few_units_with_ten_and_with_ten_thousand_miners() throws Exception {
        List<Units> many = rounds(10_000, PER_DAY);
        assertThat(rounds(10, COMPARED))
                .as("each attestation with 10 stored miners, and with 10,000")
                .isEqualTo(many.subList(0, COMPARED + 1));
        Units further = many.stream().skip(1).reduce(new Units(0, 0), Units::plus);
        System.out.printf(
                "one machine, one day: first %s, then %.2f writes %.2f reads on average%n",
                many.getFirst(), further.writes / PER_DAY, further.reads / PER_DAY);
        assertThat(further.writes / PER_DAY).isLessThanOrEqualTo(4);
        assertThat(further.reads / PER_DAY).isLessThanOrEqualTo(3);
    }

    private record Units(double writes, double reads) {
        static Units of(Meter.Snapshot snapshot) {
            return new Units(snapshot.writeUnits(), snapshot.readUnits());
        }

        Units plus(Units other) {
            return new Units(writes + other.writes, reads + other.reads);
        }

        @Override
        public String toString() {
            return "%.1f writes %.1f reads".formatted(writes, reads);
        }
    }

    /** The units of a new machine's first attestation, and of so many further ones, ten minutes apart. */
    private static List<Units> rounds(int stored, int further) throws Exception {
        try (Platform platform = Platform.start(
                Node.options("prod", Node.temporary()).withSchedules(name -> name.endsWith("FreezeRotation")))) {
            Http node = new Http(platform.uri());
            // The same hours begin after the same rounds in every run, and the crowd is enrolled in this epoch.
            moveTo(START + 60, platform.clock());
            accepted(TestMiner.modern(node, 5000).attest());
            Crowd.fill(platform, stored);
            moveTo(START + 300, platform.clock());
            TestMiner miner = TestMiner.modern(node, 5001);
            List<Units> rounds = new ArrayList<>();
            rounds.add(metered(platform, miner, stored, "first"));
            assertThat(rounds.getFirst().writes)
                    .as("write units of a new machine")
                    .isLessThanOrEqualTo(14);
            assertThat(rounds.getFirst().reads)
                    .as("read units of a new machine")
                    .isLessThanOrEqualTo(10);
            for (int i = 1; i <= further; i++) {
                platform.clock().advance(ROUND);
                Units units = metered(platform, miner, stored, i == COMPARED - 1 ? "steady" : "");
                assertThat(units.writes).as("write units of attestation " + i).isLessThanOrEqualTo(10);
                assertThat(units.reads).as("read units of attestation " + i).isLessThanOrEqualTo(6);
                rounds.add(units);
            }
            return rounds;
        }
    }

    /** Moves on to a second of an epoch, of this one or the next. */
    private static void moveTo(long secondOfEpoch, VirtualClock clock) {
        long second = Math.floorMod(clock.instant().getEpochSecond() - EPOCH_BEGINS, 86_400L);
        clock.advance(Duration.ofSeconds(Math.floorMod(secondOfEpoch - second, 86_400L)));
    }

    /** The units of one attestation without its challenge, which may cost one write. */
    private static Units metered(Platform platform, TestMiner miner, int stored, String title) {
        Meter meter = platform.port().meter();
        meter.reset();
        String nonce = miner.nonce();
        Meter.Snapshot challenge = meter.snapshot().ofPrincipal("lotabots-prod-PostAttestChallenge");
        assertThat(challenge.writeUnits()).as("write units of a challenge").isEqualTo(1);
        meter.reset();
        accepted(miner.submit(miner.signed(miner.payload(nonce))));
        Meter.Snapshot attestation = meter.snapshot().ofPrincipal("lotabots-prod-PostAttestSubmit");
        if (!title.isEmpty()) {
            print(title + " challenge, " + stored + " miners stored", challenge);
            print(title + " attestation, " + stored + " miners stored", attestation);
        }
        return Units.of(attestation);
    }

    private static void print(String title, Meter.Snapshot snapshot) {
        System.out.println(title + ": " + Units.of(snapshot));
        snapshot.consumptions().stream()
                .collect(Collectors.groupingBy(
                        c -> c.operation() + " " + c.table(),
                        TreeMap::new,
                        Collectors.reducing(new Units(0, 0), CostTest::units, Units::plus)))
                .forEach((what, units) -> System.out.println("  " + what + ": " + units));
    }

    private static Units units(Consumption consumption) {
        return new Units(consumption.writeUnits(), consumption.readUnits());
    }
}
