package io.lotabots.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void units_that_are_left_go_to_the_largest_remainders() {
        // 10 * 5/9, 3/9, 1/9 = 5 5/9, 3 3/9, 1 1/9
        assertThat(split(10, Map.of("a", 5L, "b", 3L, "c", 1L))).isEqualTo(Map.of("a", 6L, "b", 3L, "c", 1L));
    }

    @Test
    void equal_remainders_are_told_apart_by_the_bytes_of_the_identity() {
        Map<String, Long> weights = Map.of("b", 1L, "B", 1L, "a-", 1L, "a", 1L, "aa", 1L, "_", 1L);
        assertThat(split(2, weights))
                .containsEntry("B", 1L)
                .containsEntry("_", 1L)
                .containsEntry("a", 0L);
        assertThat(split(4, weights))
                .containsEntry("a", 1L)
                .containsEntry("a-", 1L)
                .containsEntry("aa", 0L);
    }

    @Test
    void nobody_with_weight_means_that_nothing_is_paid() {
        assertThat(split(1_500_000, Map.of("a", 0L, "b", 0L))).isEqualTo(Map.of("a", 0L, "b", 0L));
        assertThat(Shares.split(1_500_000, List.of())).isEmpty();
    }

    @Test
    void weights_beyond_63_bits_in_all_are_refused() {
        List<Enrolled> members = List.of(new Enrolled("a", Long.MAX_VALUE), new Enrolled("b", 1));
        assertThatThrownBy(() -> Shares.split(1, members)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_pot_out_of_range_is_named() {
        assertThatThrownBy(() -> Shares.split(-1, List.of())).hasMessageContaining("got: -1");
    }

    @Property
    void all_of_the_pot_is_paid(
            @ForAll("weights") List<Long> weights, @ForAll @LongRange(max = Shares.MAX_POT) long pot) {
        long[] shares = Shares.split(pot, members(weights));
        boolean nobody = weights.stream().allMatch(weight -> weight == 0);
        assertThat(Arrays.stream(shares).sum()).isEqualTo(nobody ? 0 : pot);
    }

    @Property
    void every_share_is_its_quota_rounded_down_or_up(
            @ForAll("weights") List<Long> weights, @ForAll @LongRange(max = Shares.MAX_POT) long pot) {
        List<Enrolled> members = members(weights);
        long[] shares = Shares.split(pot, members);
        BigInteger total = BigInteger.valueOf(Shares.total(members));
        for (int i = 0; i < shares.length && total.signum() > 0; i++) {
            BigInteger[] quota = BigInteger.valueOf(pot)
                    .multiply(BigInteger.valueOf(weights.get(i)))
                    .divideAndRemainder(total);
            long floor = quota[0].longValueExact();
            assertThat(shares[i]).isBetween(floor, quota[1].signum() == 0 ? floor : floor + 1);
            assertThat(Shares.withinQuota(pot, weights.get(i), total.longValueExact(), shares[i]))
                    .isTrue();
            assertThat(Shares.withinQuota(pot, weights.get(i), total.longValueExact(), shares[i] + 2))
                    .isFalse();
        }
    }

    @Property
    void the_order_of_the_members_does_not_matter(
            @ForAll("weights") List<Long> weights,
            @ForAll @LongRange(max = 3_000_000) long pot,
            @ForAll Random random) {
        List<Enrolled> members = members(weights);
        List<Enrolled> shuffled = new ArrayList<>(members);
        Collections.shuffle(shuffled, random);
        assertThat(byIdentity(shuffled, Shares.split(pot, shuffled)))
                .isEqualTo(byIdentity(members, Shares.split(pot, members)));
    }

    @Property
    void a_textbook_with_fractions_of_any_size_gives_the_same(
            @ForAll("weights") List<Long> weights, @ForAll @LongRange(max = Shares.MAX_POT) long pot) {
        List<Enrolled> members = members(weights);
        assertThat(Shares.split(pot, members)).isEqualTo(Textbook.split(pot, members));
    }

    /** Weights of every kind: none, one, the usual ones, many alike, and some that nearly fill 63 bits together. */
    @Provide
    Arbitrary<List<Long>> weights() {
        Arbitrary<Long> usual = Arbitraries.of(0L, 1L, 2L, 500_000L, 800_000_000L, 2_500_000_000L);
        Arbitrary<Long> any = Arbitraries.longs().between(0, Long.MAX_VALUE / 64);
        return Arbitraries.oneOf(
                usual.list().ofMaxSize(60),
                any.list().ofMaxSize(63),
                Arbitraries.longs()
                        .between(Long.MAX_VALUE - 1000, Long.MAX_VALUE - 60)
                        .flatMap(huge -> Arbitraries.of(0L, 1L)
                                .list()
                                .ofMaxSize(50)
                                .map(rest -> {
                                    List<Long> all = new ArrayList<>(rest);
                                    all.add(huge);
                                    return all;
                                })));
    }

    private static List<Enrolled> members(List<Long> weights) {
        return IntStream.range(0, weights.size())
                .mapToObj(i -> new Enrolled("m" + Integer.toString(i * 7919 % 1009, 36), weights.get(i)))
                .toList();
    }

    private static Map<String, Long> split(long pot, Map<String, Long> weights) {
        List<Enrolled> members = weights.entrySet().stream()
                .map(weight -> new Enrolled(weight.getKey(), weight.getValue()))
                .toList();
        return byIdentity(members, Shares.split(pot, members));
    }

    private static Map<String, Long> byIdentity(List<Enrolled> members, long[] shares) {
        Map<String, Long> all = new TreeMap<>();
        for (int i = 0; i < shares.length; i++) {
            all.put(members.get(i).identity(), shares[i]);
        }
        return all;
    }
}
