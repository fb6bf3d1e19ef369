package io.lotabots.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void time_that_is_held_moves_only_when_it_is_moved_and_passes_again_from_there() {
        VirtualClock clock = VirtualClock.system();
        clock.set(DAY);
        clock.hold();
        Instant held = clock.instant();
        assertThat(held).isBetween(DAY, DAY.plusSeconds(60));
        // The real clock has a resolution: it is waited for.
        Instant real = clock.real();
        while (clock.real().equals(real)) {
            Thread.onSpinWait();
        }
        assertThat(clock.instant()).isEqualTo(held);
        clock.advance(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo(held.plus(Duration.ofDays(1)));
        clock.set(DAY);
        assertThat(clock.instant()).isEqualTo(DAY);
        clock.release();
        real = clock.real();
        while (clock.real().equals(real)) {
            Thread.onSpinWait();
        }
        assertThat(clock.instant()).isAfter(DAY).isBefore(DAY.plusSeconds(60));
        clock.release();
        assertThat(clock.instant()).isBefore(DAY.plusSeconds(60));
    }

    @Test
    void who_follows_is_told_of_each_move() {
        VirtualClock clock = VirtualClock.stopped(DAY);
        List<Instant> seen = new ArrayList<>();
        Runnable follower = () -> seen.add(clock.instant());
        clock.follow(follower);
        clock.advance(Duration.ofSeconds(5));
        clock.set(DAY);
        clock.unfollow(follower);
        clock.advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly(DAY.plusSeconds(5), DAY);
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).hasMessageContaining("0 s or more");
    }
}
