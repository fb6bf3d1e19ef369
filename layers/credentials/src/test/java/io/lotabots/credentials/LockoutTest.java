package io.lotabots.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LockoutTest {
    @Test
    void four_failures_are_free_and_each_further_one_doubles_the_wait() {
        assertThat(Lockout.waitSeconds(4, false)).isZero();
        assertThat(Lockout.waitSeconds(5, false)).isEqualTo(30);
        assertThat(Lockout.waitSeconds(6, false)).isEqualTo(60);
        assertThat(Lockout.waitSeconds(11, false)).isEqualTo(Lockout.MAX_WAIT_SECONDS);
    }

    @Test
    void under_attack_a_new_place_still_has_one_attempt() {
        assertThat(Lockout.waitSeconds(0, true)).isZero();
        assertThat(Lockout.waitSeconds(1, true)).isEqualTo(30);
    }

    @Property
    void no_wait_is_longer_than_the_longest_and_none_shrinks(
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long failures, @ForAll boolean attacked) {
        long wait = Lockout.waitSeconds(failures, attacked);
        assertThat(wait).isBetween(0L, Lockout.MAX_WAIT_SECONDS);
        assertThat(Lockout.waitSeconds(failures + 1, attacked)).isGreaterThanOrEqualTo(wait);
    }

    /** A day of guessing from one place. */
    @Test
    void one_place_has_fewer_than_sixty_guesses_in_a_day() {
        long now = 0;
        long guesses = 0;
        while (now < 86_400) {
            guesses++;
            now += Math.max(1, Lockout.waitSeconds(guesses, false));
        }
        assertThat(guesses).isLessThan(60);
    }
}
