package io.lotabots.settlement;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Largest remainders as a textbook has them: whole fractions of any size, and sorting. */
final class Textbook {
    private Textbook() {}

    static long[] split(long pot, List<Enrolled> members) {
        BigInteger total = members.stream()
                .map(member -> BigInteger.valueOf(member.weight()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        long[] shares = new long[members.size()];
        if (total.signum() == 0) {
            return shares;
        }
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
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(i -> remainders[i])
                        .reversed()
                        .thenComparing(i -> members.get(i).identity()))
                .limit(left)
                .forEach(i -> shares[i]++);
        return shares;
    }
}
