package io.lotabots.platform;

/**
 * The chain's clock and what an epoch pays: slots of {@code slotSeconds} since genesis, epochs of {@code slotsPerEpoch}
 * slots. Every service reads the same values, which are recorded at the first start and never change after it.
 *
 * <p>Times are whole seconds since 1970 by the gateway's or the schedule's clock; a slot or an epoch holds its first
 * second and not the first of the next one. Both are negative before genesis. Results beyond 64 bits throw
 * {@link ArithmeticException}.
 *
 * @param chainId what signatures name, not empty
 * @param genesisEpochSecond seconds since 1970 at which slot 0 began, not negative
 * @param slotSeconds at least 1
 * @param slotsPerEpoch at least 1
 * @param potMicroRtc what one epoch pays in all, in micro-RTC, not negative
 */
public record Chain(String chainId, long genesisEpochSecond, long slotSeconds, long slotsPerEpoch, long potMicroRtc) {
    /** @throws IllegalArgumentException naming the value, its least and what was got */
    public Chain {
        if (chainId.isEmpty()) {
            throw new IllegalArgumentException("chainId must not be empty");
        }
        atLeast(0, "genesisEpochSecond", genesisEpochSecond);
        atLeast(1, "slotSeconds", slotSeconds);
        atLeast(1, "slotsPerEpoch", slotsPerEpoch);
        atLeast(0, "potMicroRtc", potMicroRtc);
    }

    /** The chain of the function's environment. */
    public static Chain of(Env env) {
        return new Chain(
                env.get("CHAIN_ID"),
                env.number("GENESIS_EPOCH_SECOND"),
                env.number("SLOT_SECONDS"),
                env.number("SLOTS_PER_EPOCH"),
                env.number("EPOCH_POT_MICRO_RTC"));
    }

    /** The slot at a time. */
    public long slotAt(long epochSecond) {
        return Math.floorDiv(Math.subtractExact(epochSecond, genesisEpochSecond), slotSeconds);
    }

    /** The epoch at a time. */
    public long epochAt(long epochSecond) {
        return epochOfSlot(slotAt(epochSecond));
    }

    /** The epoch that a slot belongs to. */
    public long epochOfSlot(long slot) {
        return Math.floorDiv(slot, slotsPerEpoch);
    }

    /** The second at which a slot begins. */
    public long slotStartsAt(long slot) {
        return Math.addExact(genesisEpochSecond, Math.multiplyExact(slot, slotSeconds));
    }

    /** The second at which an epoch begins. */
    public long epochStartsAt(long epoch) {
        return slotStartsAt(Math.multiplyExact(epoch, slotsPerEpoch));
    }

    /** The first second that is no longer the epoch's: the one at which the next begins. */
    public long epochEndsAt(long epoch) {
        return epochStartsAt(Math.addExact(epoch, 1));
    }

    private static void atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got: " + value);
        }
    }
}
