package io.lotabots.attestation;

import io.lotabots.platform.Env;

/**
 * The chain's clock: slots of {@code slotSeconds} since genesis, epochs of {@code slotsPerEpoch} slots.
 *
 * @param genesisEpochSecond seconds since 1970 at which slot 0 began
 * @param epochPotMicroRtc what one epoch pays in all, in micro-RTC
 */
public record Network(
        String chainId, long genesisEpochSecond, long slotSeconds, long slotsPerEpoch, long epochPotMicroRtc) {
    /** Partitions over which the enrolments of one epoch are spread. */
    public static final int ENROLMENT_SHARDS = 64;

    public static Network of(Env env) {
        return new Network(
                env.get("CHAIN_ID"),
                env.number("GENESIS_EPOCH_SECOND"),
                env.number("SLOT_SECONDS"),
                env.number("SLOTS_PER_EPOCH"),
                env.number("EPOCH_POT_MICRO_RTC"));
    }

    /** The slot at a time; negative before genesis. */
    public long slot(long epochSecond) {
        return Math.floorDiv(epochSecond - genesisEpochSecond, slotSeconds);
    }

    /** The epoch at a time; negative before genesis. */
    public long epoch(long epochSecond) {
        return Math.floorDiv(slot(epochSecond), slotsPerEpoch);
    }

    /** The epoch that a slot belongs to. */
    public long epochOfSlot(long slot) {
        return Math.floorDiv(slot, slotsPerEpoch);
    }

    /** The second at which a slot begins. */
    public long slotStart(long slot) {
        return Math.addExact(genesisEpochSecond, Math.multiplyExact(slot, slotSeconds));
    }
}
