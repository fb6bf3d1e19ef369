package io.lotabots.local.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs what is due by a {@link VirtualClock}.
 *
 * <p>Each occurrence runs at most once. Where several occurrences of a schedule lie within one step of the clock, only
 * the latest runs: a function that follows a schedule must catch up by itself, as after an outage on AWS. Due runs of
 * one step happen in the order of their instants, on the thread that moved the clock, or on the scheduler's own thread
 * when time passed by itself; runs are one after the other, so that who moves the clock waits for one under way too. A run
 * that fails is reported and does not stop its schedule.
 */
public final class Scheduler implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** How long a stop waits for a run under way. */
    private static final Duration LAST_RUN = Duration.ofSeconds(10);

    private final VirtualClock clock;
    private final Consumer<String> report;
    private final Runnable onMove = this::moved;
    /** Held while schedules run. */
    private final ReentrantLock running = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Schedule> schedules = new ArrayList<>();
    private final Thread driver;
    private boolean closed;

    /**
     * A scheduler without schedules.
     *
     * @param report takes one line for each run that fails
     */
    public Scheduler(VirtualClock clock, Consumer<String> report) {
        this.clock = clock;
        this.report = report;
        clock.follow(onMove);
        driver = Thread.ofPlatform().daemon().name("scheduler").start(this::drive);
    }

    /**
     * Adds a schedule. A rate is due at once and then each period; a cron expression at its next instant.
     *
     * @param run takes the instant for which it was scheduled
     * @throws IllegalArgumentException when the expression cannot be read, naming the schedule
     */
    public void add(String name, String expression, Consumer<Instant> run) {
        Instant now = clock.instant();
        Recurrence recurrence;
        try {
            recurrence = Recurrence.parse(expression, now);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        lock.lock();
        try {
            schedules.add(new Schedule(name, recurrence, run, recurrence instanceof Rate ? now.minusNanos(1) : now));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops, after a run under way has ended: what it stands on is stopped next. */
    @Override
    public void close() {
        clock.unfollow(onMove);
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!Thread.currentThread().equals(driver) && !driver.join(LAST_RUN)) {
                report.accept("a scheduled run did not end within " + LAST_RUN.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void moved() {
        runDue();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void drive() {
        while (await()) {
            runDue();
        }
    }

    /** Waits until something may be due; false when closed. */
    private boolean await() {
        lock.lock();
        try {
            while (!closed) {
                Instant now = clock.instant();
                Duration wait = schedules.stream()
                        .flatMap(s -> s.next().stream())
                        .min(Instant::compareTo)
                        .map(next -> Duration.between(now, next))
                        .filter(untilNext -> untilNext.compareTo(LONGEST_WAIT) < 0)
                        .orElse(LONGEST_WAIT);
                if (!wait.isPositive()) {
                    return true;
                }
                // Rounded up, or the last part of a millisecond would be spent spinning.
                long nanos = changed.awaitNanos(wait.toNanos() + 1_000_000);
                if (nanos <= 0) {
                    return !closed;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void runDue() {
        running.lock();
        try {
            for (Due due : claim()) {
                try {
                    due.schedule.run.accept(due.at);
                } catch (RuntimeException e) {
                    report.accept("schedule " + due.schedule.name + " failed at " + due.at + ": " + e);
                }
            }
        } finally {
            running.unlock();
        }
    }

    /** Takes what is due, so that no other thread runs it too. */
    private List<Due> claim() {
        lock.lock();
        try {
            Instant now = clock.instant();
            return closed
                    ? List.of()
                    : schedules.stream()
                            .flatMap(s -> s.claim(now))
                            .sorted((a, b) -> a.at.compareTo(b.at))
                            .toList();
        } finally {
            lock.unlock();
        }
    }

    private record Due(Schedule schedule, Instant at) {}

    private static final class Schedule {
        private final String name;
        private final Recurrence recurrence;
        private final Consumer<Instant> run;
        private Instant done;

        private Schedule(String name, Recurrence recurrence, Consumer<Instant> run, Instant done) {
            this.name = name;
            this.recurrence = recurrence;
            this.run = run;
            this.done = done;
        }

        private Optional<Instant> next() {
            return recurrence.next(done);
        }

        private Stream<Due> claim(Instant now) {
            Optional<Instant> latest = recurrence.latest(now).filter(done::isBefore);
            latest.ifPresent(at -> done = at);
            return latest.stream().map(at -> new Due(this, at));
        }
    }
}
