package io.lotabots.settlement;

import java.util.List;

/** Selects the largest remainders without sorting: by digits, so that no input makes it slower than linear. */
final class Largest {
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private Largest() {}

    /**
     * The places of the {@code wanted} largest values; among equal ones, those whose identity comes first.
     *
     * @param values 0 or more
     * @param wanted 1 to the number of values
     */
    static int[] of(long[] values, int wanted, List<Enrolled> members) {
        int[] chosen = new int[wanted];
        int[] equal = new int[values.length];
        long threshold = threshold(values, wanted);
        int above = 0;
        int ties = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > threshold) {
                chosen[above++] = i;
            } else if (values[i] == threshold) {
                equal[ties++] = i;
            }
        }
        first(equal, ties, members, chosen, above);
        return chosen;
    }

    /** The {@code wanted}-th largest value, found digit by digit from the top. */
    private static long threshold(long[] values, int wanted) {
        long all = 0;
        for (long value : values) {
            all |= value;
        }
        int shift = (Long.SIZE - Long.numberOfLeadingZeros(all)) / DIGIT_BITS * DIGIT_BITS;
        long prefix = 0;
        int open = wanted;
        for (; shift >= 0; shift -= DIGIT_BITS) {
            int[] counts = new int[DIGITS];
            for (long value : values) {
                if (shift + DIGIT_BITS >= Long.SIZE || value >>> (shift + DIGIT_BITS) == prefix) {
                    counts[(int) (value >>> shift) & (DIGITS - 1)]++;
                }
            }
            int digit = DIGITS - 1;
            while (counts[digit] < open) {
                open -= counts[digit--];
            }
            prefix = (prefix << DIGIT_BITS) | digit;
        }
        return prefix;
    }

    /** Fills {@code chosen} up with those of the first {@code size} candidates whose identities come first. */
    private static void first(int[] candidates, int size, List<Enrolled> members, int[] chosen, int filled) {
        int left = size;
        int at = filled;
        for (int position = 0; at < chosen.length; position++) {
            int open = chosen.length - at;
            if (open == left) {
                System.arraycopy(candidates, 0, chosen, at, left);
                return;
            }
            int[] counts = new int[DIGITS];
            for (int i = 0; i < left; i++) {
                counts[digit(members.get(candidates[i]).identity(), position)]++;
            }
            int digit = 0;
            for (int below = 0; below + counts[digit] <= open; digit++) {
                below += counts[digit];
            }
            // Whoever has a smaller character here is in, a greater one out; the rest is told apart further on.
            int kept = 0;
            for (int i = 0; i < left; i++) {
                int other = digit(members.get(candidates[i]).identity(), position);
                if (other < digit) {
                    chosen[at++] = candidates[i];
                } else if (other == digit) {
                    candidates[kept++] = candidates[i];
                }
            }
            left = kept;
        }
    }

    /** 0 beyond the end, so that a shorter identity comes before the longer ones that it begins. */
    private static int digit(String identity, int position) {
        return position < identity.length() ? identity.charAt(position) : 0;
    }
}
