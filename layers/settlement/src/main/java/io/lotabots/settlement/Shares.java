package io.lotabots.settlement;

import java.util.List;

/**
 * How a pot is split: by exact largest remainders (Hamilton's method).
 *
 * <p>Everyone gets the floor of {@code pot * weight / total}; the units that are left go, one each, to the largest
 * remainders, and among equal remainders to the identities that come first by their bytes. All arithmetic is whole
 * numbers; the order of the members does not matter; the time is linear in the length of the input.
 */
public final class Shares {
    /** Largest pot, in micro-RTC: a quotient below it is estimated by a double within a few units. */
    public static final long MAX_POT = 1L << 50;

    private Shares() {}

    /**
     * The shares of a pot, in the order of the members.
     *
     * @param pot micro-RTC, 0 to {@link #MAX_POT}; all of it is given away unless the weights sum to 0, then none
     * @param members distinct identities
     * @throws IllegalArgumentException when the pot is out of range
     * @throws ArithmeticException when the weights sum to more than 63 bits
     */
    public static long[] split(long pot, List<Enrolled> members) {
        if (pot < 0 || pot > MAX_POT) {
            throw new IllegalArgumentException("a pot is 0 to " + MAX_POT + ", got: " + pot);
        }
        long total = total(members);
        long[] shares = new long[members.size()];
        if (total == 0) {
            return shares;
        }
        long[] remainders = new long[shares.length];
        long left = pot;
        for (int i = 0; i < shares.length; i++) {
            divide(pot, members.get(i).weight(), total, shares, remainders, i);
            left -= shares[i];
        }
        if (left > 0) {
            for (int i : Largest.of(remainders, Math.toIntExact(left), members)) {
                shares[i]++;
            }
        }
        return shares;
    }

    /** The sum of the weights. @throws ArithmeticException when it has more than 63 bits */
    public static long total(List<Enrolled> members) {
        long total = 0;
        for (Enrolled member : members) {
            total = Math.addExact(total, member.weight());
        }
        return total;
    }

    /** Whether {@code share} is the floor of {@code pot * weight / total} or, when that is no whole number, one more. */
    static boolean withinQuota(long pot, long weight, long total, long share) {
        if (total <= 0 || weight < 0 || weight > total || pot < 0 || pot > MAX_POT) {
            return false;
        }
        long[] floor = new long[1];
        long[] remainder = new long[1];
        divide(pot, weight, total, floor, remainder, 0);
        return share == floor[0] || (remainder[0] > 0 && share == floor[0] + 1);
    }

    /** Quotient and remainder of {@code pot * weight / total}, a product of up to 113 bits. */
    private static void divide(long pot, long weight, long total, long[] quotients, long[] remainders, int i) {
        long low = pot * weight;
        long high = Math.multiplyHigh(pot, weight);
        if (high == 0 && low >= 0) {
            quotients[i] = low / total;
            remainders[i] = low - quotients[i] * total;
            return;
        }
        long quotient = (long) ((double) pot * (double) weight / (double) total);
        long back = quotient * total;
        long restHigh = high - Math.multiplyHigh(quotient, total) - (Long.compareUnsigned(low, back) < 0 ? 1 : 0);
        long rest = low - back;
        while (restHigh < 0) {
            quotient--;
            rest += total;
            restHigh += Long.compareUnsigned(rest, total) < 0 ? 1 : 0;
        }
        while (restHigh > 0 || Long.compareUnsigned(rest, total) >= 0) {
            quotient++;
            restHigh -= Long.compareUnsigned(rest, total) < 0 ? 1 : 0;
            rest -= total;
        }
        quotients[i] = quotient;
        remainders[i] = rest;
    }
}
