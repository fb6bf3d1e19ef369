package io.lotabots.operations;

import io.lotabots.platform.Env;

/**
 * The chain's clock: slots of {@code slotSeconds} since genesis, epochs of {@code slotsPerEpoch} slots.
 *
 * @param genesisEpochSecond seconds since 1970 at which slot 0 began
 */
record ChainTime(long genesisEpochSecond, long slotSeconds, long slotsPerEpoch) {
    static ChainTime of(Env env) {
        return new ChainTime(
                env.number("GENESIS_EPOCH_SECOND"), env.number("SLOT_SECONDS"), env.number("SLOTS_PER_EPOCH"));
    }

    /** The slot at a time; negative before genesis. */
    long slot(long epochSecond) {
        return Math.floorDiv(Math.subtractExact(epochSecond, genesisEpochSecond), slotSeconds);
    }

    /** The epoch at a time; negative before genesis. */
    long epoch(long epochSecond) {
        return Math.floorDiv(slot(epochSecond), slotsPerEpoch);
    }
}
