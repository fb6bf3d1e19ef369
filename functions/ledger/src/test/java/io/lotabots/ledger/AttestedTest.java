package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.platform.HourCounts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestedTest {
    private static final long NOW = 1_795_234_320;

    @Test
    void the_timeline_holds_the_hours_of_the_last_day_oldest_first() {
        long hour = NOW / 3600 * 3600;
        assertThat(GetApiMinerDashboard.timeline(
                        List.of(machine(NOW, 1), machine(NOW - 7200, 1), machine(NOW, 1)), NOW))
                .containsExactly(new GetApiMinerDashboard.Hour(hour - 7200, 1), new GetApiMinerDashboard.Hour(hour, 2));
        assertThat(GetApiMinerDashboard.timeline(List.of(machine(NOW, 1)), NOW + 86_400))
                .isEmpty();
    }

    @Test
    void a_voter_s_multiplier_is_that_of_the_best_machine_with_valid_evidence_of_the_last_hour() {
        assertThat(attested().multiplier(NOW)).isZero();
        assertThat(attested(machine(NOW - 3600, 5)).multiplier(NOW)).isEqualTo(2_500_000_000L);
        assertThat(attested(machine(NOW - 3601, 5)).multiplier(NOW)).isZero();
        assertThat(attested(machine(NOW, 0)).multiplier(NOW)).isZero();
    }

    private static Attested attested(Attested.Machine... machines) {
        return new Attested(new Profile(Optional.empty(), Optional.empty()), List.of(machines));
    }

    private static Attested.Machine machine(long at, long weight) {
        return new Attested.Machine(
                "G4", at, weight, 2_500_000_000L, 7, HourCounts.none().plusOne(at));
    }
}
