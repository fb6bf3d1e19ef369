package io.lotabots.local.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Real time plus an offset that can be moved: the time of the whole platform on one machine.
 *
 * <p>Safe for use by many threads. {@link #advance} and {@link #set} return after everything that follows the clock
 * (schedules) has done what became due, so that a test sees the results at once.
 */
public final class VirtualClock implements InstantSource {
    private final InstantSource real;
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private Duration offset = Duration.ZERO;
    private @Nullable Instant held;

    private VirtualClock(InstantSource real) {
        this.real = real;
    }

    /** A clock that starts with an offset of zero. */
    public static VirtualClock system() {
        return new VirtualClock(InstantSource.system());
    }

    /** A clock that stands still at {@code start} until it is moved. */
    public static VirtualClock stopped(Instant start) {
        return new VirtualClock(InstantSource.fixed(start));
    }

    @Override
    public synchronized Instant instant() {
        return held == null ? real.instant().plus(offset) : held;
    }

    /** The time without the offset: what callers outside the platform (signers of requests) go by. */
    public Instant real() {
        return real.instant();
    }

    /** Lets no time pass by itself, so that what is done next is done at this instant however long it takes. */
    public synchronized void hold() {
        held = instant();
    }

    /** Lets time pass again, from where it was held. */
    public synchronized void release() {
        if (held != null) {
            offset = Duration.between(real.instant(), held);
            held = null;
        }
    }

    /**
     * Moves time forward.
     *
     * @throws IllegalArgumentException when {@code step} is negative
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("the clock advances by 0 s or more, got " + step);
        }
        synchronized (this) {
            moveTo(instant().plus(step));
        }
        followers.forEach(Runnable::run);
    }

    /** Moves time to {@code now}, forward or back; what has run already does not run again. */
    public void set(Instant now) {
        synchronized (this) {
            moveTo(now);
        }
        followers.forEach(Runnable::run);
    }

    private void moveTo(Instant now) {
        if (held != null) {
            held = now;
        } else {
            offset = Duration.between(real.instant(), now);
        }
    }

    public void follow(Runnable follower) {
        followers.add(follower);
    }

    public void unfollow(Runnable follower) {
        followers.remove(follower);
    }
}
