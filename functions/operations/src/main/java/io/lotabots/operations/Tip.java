package io.lotabots.operations;

import io.lotabots.aws.Item;

/**
 * The newest block header.
 *
 * @param receivedAtEpochSecond when it was accepted
 */
record Tip(long slot, long receivedAtEpochSecond) {
    static final Item KEY = Item.of("list", "tip").with("slot", "tip");

    static Tip of(Item row) {
        return new Tip(row.number("at_slot"), row.number("received_at"));
    }

    /** How many slots ago its slot was; 0 for a slot that is yet to come. */
    long ageSlots(long slotNow) {
        return Math.max(0, Math.subtractExact(slotNow, slot));
    }

    /** How many seconds ago it was accepted. */
    long ageSeconds(long now) {
        return Math.max(0, Math.subtractExact(now, receivedAtEpochSecond));
    }
}
