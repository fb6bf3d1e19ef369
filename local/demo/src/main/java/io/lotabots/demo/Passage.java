package io.lotabots.demo;

import io.lotabots.clients.node.NodeClient;
import io.lotabots.local.schedule.VirtualClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets time pass on the platform: some hours at a time, and a minute at a time where something is due. Its schedules run
 * after each step, as they do after an outage, so that everything happens by them.
 */
final class Passage {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(4);

    /** Minutes after which what a schedule does within one or two has not happened. */
    private static final int MOST_MINUTES = 15;

    private final VirtualClock clock;
    private final NodeClient node;
    private final Voice voice;

    /** Something that a schedule brings about. */
    interface Event {
        boolean happened() throws InterruptedException;
    }

    Passage(VirtualClock clock, NodeClient node, Voice voice) {
        this.clock = clock;
        this.node = node;
        this.voice = voice;
    }

    /** Asks the node where it stands. */
    Now now() throws InterruptedException {
        Instant time = clock.instant();
        var answer = node.get("/epoch");
        if (!answer.isDone()) {
            throw new Discrepancy(answer.refusal().toString());
        }
        return Now.of(time, answer.body());
    }

    /** Moves the clock on. */
    void pass(Duration time) {
        clock.advance(time);
    }

    /** Runs through what is left of the current epoch, to the first minute of the next. */
    Now toNextEpoch() throws InterruptedException {
        Now now = now();
        for (long epoch = now.epoch(); now.epoch() == epoch; now = now()) {
            voice.progress("   slot " + now.slotInEpoch() + " of " + now.slotsPerEpoch() + " of epoch " + epoch);
            Duration left = now.slotLength().multipliedBy(now.slotsLeft());
            clock.advance(left.isZero() ? MINUTE : shorter(left, LONGEST));
        }
        return now;
    }

    /** Runs on to an instant. */
    void to(Instant instant) {
        for (Duration left = left(instant); left.isPositive(); left = left(instant)) {
            voice.progress("   " + Voice.time(clock.instant()));
            clock.advance(shorter(left, LONGEST));
        }
    }

    /**
     * Runs on minute by minute until a schedule did its work.
     *
     * @param what is waited for, for the message
     */
    Instant until(String what, Event event) throws InterruptedException {
        for (int minute = 0; minute < MOST_MINUTES; minute++) {
            if (event.happened()) {
                return clock.instant();
            }
            clock.advance(MINUTE);
        }
        throw new Discrepancy(what + " did not happen within " + MOST_MINUTES + " minutes of the platform's clock");
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Duration left(Instant instant) {
        return Duration.between(clock.instant(), instant);
    }
}
