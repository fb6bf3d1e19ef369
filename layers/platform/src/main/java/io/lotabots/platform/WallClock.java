package io.lotabots.platform;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The host's clock, for the one kind of event that carries no time: a custom resource of a deployment. Everything else
 * takes its time from the event (docs/adr/0001).
 */
public final class WallClock implements InstantSource {
    @Override
    public Instant instant() {
        return Instant.now();
    }
}
