package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** {@code -Dsimulation.seeds=100000} runs more of them, {@code -Dsimulation.from=N} others. */
class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);
    private static final long FROM = Long.getLong("simulation.from", 0);

    @Test
    void crashes_lost_replies_and_other_workers_anywhere_break_no_invariant() {
        long requests = 0;
        long faults = 0;
        long busy = 0;
        long epochs = 0;
        long started = System.nanoTime();
        for (long seed = FROM; seed < FROM + SEEDS; seed++) {
            try {
                Simulation.Story story = new Simulation(seed).run();
                requests += story.requests();
                faults += story.faults();
                busy += story.sealedWhileBusy();
                epochs += story.epochs();
            } catch (AssertionError | RuntimeException broken) {
                fail("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "simulation: %d runs in %.1f s, %.0f runs a second; %d requests, %d faults, %d of %d epochs sealed"
                        + " while workers crashed%n",
                SEEDS, seconds, SEEDS / seconds, requests, faults, busy, epochs);
        assertThat(faults).as("faults").isGreaterThan(SEEDS);
        assertThat(3 * busy).as("epochs sealed while workers crashed").isGreaterThan(epochs);
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
