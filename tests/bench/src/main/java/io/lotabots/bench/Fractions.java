package io.lotabots.bench;

import io.lotabots.settlement.Enrolled;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Largest remainders as a textbook has them: whole fractions of any size, and sorting. */
public final class Fractions {
    private Fractions() {}

    /**
     * The shares of a pot, in the order of the members.
     *
     * @param members distinct, of some weight
     */
    public static long[] shares(long pot, List<Enrolled> members) {
        BigInteger total = members.stream()
                .map(member -> BigInteger.valueOf(member.weight()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        long[] shares = new long[members.size()];
        BigInteger[] remainders = new BigInteger[shares.length];
        long left = pot;
        for (int i = 0; i < shares.length; i++) {
            BigInteger[] parts = BigInteger.valueOf(pot)
                    .multiply(BigInteger.valueOf(members.get(i).weight()))
                    .divideAndRemainder(total);
            shares[i] = parts[0].longValueExact();
            remainders[i] = parts[1];
            left -= shares[i];
        }
        Integer[] order = new Integer[shares.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer, BigInteger>comparing(i -> remainders[i])
                        .reversed()
                        .thenComparing(i -> members.get(i).identity()));
        for (int i = 0; i < left; i++) {
            shares[order[i]]++;
        }
        return shares;
    }
}
