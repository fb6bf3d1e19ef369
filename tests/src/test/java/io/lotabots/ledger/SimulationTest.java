package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The profile {@code simulation} runs 100,000 seeds, {@code -Dsimulation.seeds=N} as many, {@code -Dsimulation.from=N} others. */
class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);
    private static final long FROM = Long.getLong("simulation.from", 0);

    @Test
    void crashes_lost_replies_and_other_workers_anywhere_break_no_invariant() {
        Simulation.Story all = Simulation.Story.NOTHING;
        long started = System.nanoTime();
        long cpu = cpuNanos();
        for (long seed = FROM; seed < FROM + SEEDS; seed++) {
            try {
                all = all.plus(new Simulation(seed).run());
            } catch (AssertionError | RuntimeException broken) {
                fail("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "simulation: %d runs in %.1f s, %.0f a second, %.0f a second of the JVM's CPU; %d requests, %d faults,"
                        + " %d of %d epochs sealed while workers crashed; %s, %d met a changed wallet%n",
                SEEDS,
                seconds,
                SEEDS / seconds,
                SEEDS / cpuSeconds,
                all.requests(),
                all.faults(),
                all.sealedWhileBusy(),
                all.epochs(),
                all.transfers(),
                all.contended());
        assertThat(all.faults()).as("faults").isGreaterThan(SEEDS);
        assertThat(3 * all.sealedWhileBusy())
                .as("epochs sealed while workers crashed")
                .isGreaterThan(all.epochs());
        assertThat(all.transfers().accepted()).as("transfers accepted").isGreaterThan(SEEDS);
        assertThat(10 * all.transfers().standing()).as("transfers sent again").isGreaterThan(SEEDS);
        assertThat(5 * all.transfers().refused()).as("transfers refused").isGreaterThan(SEEDS);
        assertThat(50 * all.contended())
                .as("submissions that met a changed wallet")
                .isGreaterThan(SEEDS);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(new Simulation(seed).trace()).isEqualTo(new Simulation(seed).trace());
        }
    }

    @Test
    void crediting_wallets_one_by_one_and_then_setting_a_flag_is_seen_through() {
        int broken = 0;
        for (long seed = 0; seed < 200; seed++) {
            try {
                new Simulation(seed).runNaive();
            } catch (AssertionError lost) {
                broken++;
            }
        }
        System.out.printf("simulation: the naive design is broken in %d of 200 runs%n", broken);
        assertThat(broken).isGreaterThan(100);
    }
}
