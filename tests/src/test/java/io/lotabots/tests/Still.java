package io.lotabots.tests;

import io.lotabots.local.Platform;
import io.lotabots.local.schedule.VirtualClock;

/** While it is open no time passes on a platform but what a test moves on itself: no minute ends in the middle of a count. */
final class Still implements AutoCloseable {
    private final VirtualClock clock;

    private Still(VirtualClock clock) {
        this.clock = clock;
        clock.hold();
    }

    static Still on(Platform platform) {
        return new Still(platform.clock());
    }

    @Override
    public void close() {
        clock.release();
    }
}
