package io.lotabots.ledger;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Largest remainders as a textbook has them: whole fractions of any size, and sorting. */
final class Reference {
    private Reference() {}

    /** The shares of a pot by identity; only weights above 0 are in. */
    static Map<String, Long> shares(long pot, Map<String, Long> weights) {
        BigInteger total = weights.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        Map<String, Long> shares = new TreeMap<>();
        if (total.signum() == 0) {
            return shares;
        }
        Map<String, BigInteger> remainders = new TreeMap<>();
        long left = pot;
        for (Map.Entry<String, Long> weight : weights.entrySet()) {
            if (weight.getValue() > 0) {
                BigInteger[] parts = BigInteger.valueOf(pot)
                        .multiply(BigInteger.valueOf(weight.getValue()))
                        .divideAndRemainder(total);
                shares.put(weight.getKey(), parts[0].longValueExact());
                remainders.put(weight.getKey(), parts[1]);
                left -= parts[0].longValueExact();
            }
        }
        List<String> order = remainders.keySet().stream()
                .sorted(Comparator.<String, BigInteger>comparing(remainders::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        order.subList(0, Math.toIntExact(left)).forEach(identity -> shares.merge(identity, 1L, Long::sum));
        return shares;
    }
}
