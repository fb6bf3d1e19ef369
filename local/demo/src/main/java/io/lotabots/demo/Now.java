package io.lotabots.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * Where the platform stands, in its own words ({@code GET /epoch}).
 *
 * @param time by the platform's clock
 * @param slot since genesis
 * @param slotsPerEpoch slots of an epoch
 * @param slotLength what one takes
 * @param pot micro-RTC that an epoch pays
 */
record Now(Instant time, long epoch, long slot, long slotsPerEpoch, Duration slotLength, long pot) {
    static Now of(Instant time, JsonNode epoch) {
        return new Now(
                time,
                epoch.path("epoch").longValue(),
                epoch.path("slot").longValue(),
                epoch.path("blocks_per_epoch").longValue(),
                Duration.ofSeconds(epoch.path("slot_seconds").longValue()),
                Money.micro(epoch.path("epoch_pot")));
    }

    /** From 1 to {@link #slotsPerEpoch}. */
    long slotInEpoch() {
        return slot - epoch * slotsPerEpoch + 1;
    }

    /** Slots that follow in this epoch. */
    long slotsLeft() {
        return slotsPerEpoch - slotInEpoch();
    }
}
