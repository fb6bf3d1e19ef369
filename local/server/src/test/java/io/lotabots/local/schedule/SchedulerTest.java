package io.lotabots.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

    private final VirtualClock clock = VirtualClock.stopped(START);
    private final List<String> reports = Collections.synchronizedList(new ArrayList<>());
    private final List<Instant> runs = Collections.synchronizedList(new ArrayList<>());
    private final Scheduler scheduler = new Scheduler(clock, reports::add);

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void advancing_the_clock_runs_what_became_due() {
        scheduler.add("hourly", "cron(0 * * * ? *)", runs::add);
        clock.advance(Duration.ofMinutes(30));
        assertThat(runs).isEmpty();
        clock.advance(Duration.ofMinutes(30));
        assertThat(runs).containsExactly(Instant.parse("2026-01-01T01:00:00Z"));
    }

    @Test
    void who_moves_the_clock_waits_for_a_run_that_is_under_way() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        scheduler.add("minutely", "rate(1 minute)", at -> {
            begun.countDown();
            await(goOn);
            order.add("ran");
        });
        await(begun);
        Thread mover = Thread.ofPlatform().start(() -> {
            clock.advance(Duration.ofSeconds(1));
            order.add("moved");
        });
        while (mover.getState() != Thread.State.WAITING && mover.isAlive()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        mover.join();
        assertThat(order).containsExactly("ran", "moved");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_occurrence_runs_at_most_once() {
        scheduler.add("hourly", "cron(0 * * * ? *)", runs::add);
        clock.advance(Duration.ofHours(1));
        clock.advance(Duration.ZERO);
        clock.set(START);
        clock.set(START.plus(Duration.ofHours(1)));
        assertThat(runs).hasSize(1);
    }

    @Test
    void occurrences_within_one_step_collapse_into_the_latest() {
        scheduler.add("hourly", "cron(0 * * * ? *)", runs::add);
        clock.advance(Duration.ofDays(3650));
        assertThat(runs).containsExactly(Instant.parse("2035-12-30T00:00:00Z"));
    }

    @Test
    void a_rate_is_due_at_once_and_then_each_period() throws InterruptedException {
        BlockingQueue<Instant> due = new LinkedBlockingQueue<>();
        scheduler.add("minutely", "rate(1 minute)", due::add);
        assertThat(due.poll(10, TimeUnit.SECONDS)).isEqualTo(START);
        clock.advance(Duration.ofMinutes(1));
        assertThat(due.poll(10, TimeUnit.SECONDS)).isEqualTo(START.plusSeconds(60));
        assertThat(due).isEmpty();
    }

    @Test
    void due_runs_of_one_step_happen_in_the_order_of_their_instants() {
        scheduler.add("late", "cron(30 * * * ? *)", runs::add);
        scheduler.add("early", "cron(10 * * * ? *)", runs::add);
        clock.advance(Duration.ofMinutes(45));
        assertThat(runs).containsExactly(Instant.parse("2026-01-01T00:10:00Z"), Instant.parse("2026-01-01T00:30:00Z"));
    }

    @Test
    void a_failing_run_is_reported_and_its_schedule_goes_on() {
        scheduler.add("failing", "cron(0 * * * ? *)", at -> {
            runs.add(at);
            throw new IllegalStateException("no table");
        });
        clock.advance(Duration.ofHours(1));
        clock.advance(Duration.ofHours(1));
        assertThat(runs).hasSize(2);
        assertThat(reports)
                .first()
                .isEqualTo(
                        "schedule failing failed at 2026-01-01T01:00:00Z: java.lang.IllegalStateException: no table");
    }

    @Test
    void a_closed_scheduler_runs_nothing() {
        scheduler.add("hourly", "cron(0 * * * ? *)", runs::add);
        scheduler.close();
        clock.advance(Duration.ofHours(1));
        assertThat(runs).isEmpty();
    }

    @Test
    void a_wrong_expression_is_named_with_its_schedule() {
        assertThatThrownBy(() -> scheduler.add("freeze", "rate(soon)", runs::add))
                .hasMessageStartingWith("freeze: schedule rate(soon): expected a number");
    }

    @Test
    void time_never_advances_by_less_than_nothing() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .hasMessage("the clock advances by 0 s or more, got PT-1S");
    }

    @Test
    void a_system_clock_runs_on_after_it_was_set() {
        VirtualClock running = VirtualClock.system();
        running.set(START);
        assertThat(running.instant()).isBetween(START, START.plusSeconds(60));
        assertThat(running.real()).isAfter(running.instant());
    }
}
