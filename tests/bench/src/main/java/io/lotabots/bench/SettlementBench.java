package io.lotabots.bench;

import io.lotabots.settlement.Account;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.Frozen;
import io.lotabots.settlement.MerkleSumTree;
import io.lotabots.settlement.Movements;
import io.lotabots.settlement.Outcome;
import io.lotabots.settlement.Shares;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * CPU of settling an epoch, without any store: shares, pages of earnings and hash tree, for several numbers of miners,
 * beside two other ways in the same run: shares by whole fractions of any size, and a row of SQLite for each miner.
 *
 * <p>Each epoch is a steady one: all of its miners earned before.
 */
public final class SettlementBench {
    private static final String CHAIN = "bench";
    private static final long EPOCH = 400;
    private static final long POT = 1_500_000;
    private static final int SHARDS = 64;
    private static final int MILLION = 1_000_000;
    private static final double LIMIT_MILLIS = 3000;

    private static final String SETTLED = "shares, pages and tree";
    private static final String SHARES = "  of which shares";
    private static final String FRACTIONS = "peer: shares by BigInteger, sorted";
    private static final String ROWS = "peer: SQLite, a row for each miner";

    private final List<Enrolled> members;
    private final List<List<Enrolled>> shards = new ArrayList<>();
    private final List<Account> before;

    private SettlementBench(int miners) {
        SplittableRandom random = new SplittableRandom(miners);
        byte[] address = new byte[20];
        List<Enrolled> some = new ArrayList<>(miners);
        for (int i = 0; i < miners; i++) {
            random.nextBytes(address);
            some.add(new Enrolled(
                    "RTC" + HexFormat.of().formatHex(address), 800_000_000 + 10_000_000L * random.nextInt(171)));
        }
        some.sort(Comparator.comparing(Enrolled::identity));
        this.members = List.copyOf(some);
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(new ArrayList<>());
        }
        members.forEach(
                member -> shards.get(Frozen.shardOf(member.identity(), SHARDS)).add(member));
        this.before = Outcome.of(List.of(), 0, members, new Movements(), POT).accounts();
        demandSame(Shares.split(POT, members), Fractions.shares(POT, members));
    }

    private static void demandSame(long[] shares, long[] exact) {
        if (!Arrays.equals(shares, exact) || Arrays.stream(shares).sum() != POT) {
            throw new IllegalStateException("the shares are not those of whole fractions");
        }
    }

    private Outcome outcome() {
        return Outcome.of(before, before.size(), members, new Movements(), POT);
    }

    private static Map<Long, byte[]> pages(Outcome outcome) {
        return Outcome.pages(outcome.accounts(), outcome.changedPages());
    }

    /** All that follows from the members, before anything is stored. */
    private int settled() {
        Outcome outcome = outcome();
        return pages(outcome).size() ^ tree(outcome);
    }

    private static int tree(Outcome outcome) {
        return MerkleSumTree.ofLeaves(CHAIN, EPOCH, outcome.leaves()).root().hash()[0];
    }

    /** The same and every object of the archive, kept until it is stored. */
    private Map<String, byte[]> archived() {
        Map<String, byte[]> objects = new TreeMap<>();
        Frozen frozen = new Frozen(objects::put);
        for (int shard = 0; shard < SHARDS; shard++) {
            frozen.shard(shard, shards.get(shard));
        }
        Outcome outcome = outcome();
        frozen.list(frozen.leaves(CHAIN, EPOCH, outcome.leaves()));
        frozen.list(frozen.accounts(outcome.accounts()));
        frozen.list(Frozen.pages(Outcome.pages(outcome.accounts(), outcome.changedPages())));
        return objects;
    }

    /** Bytes that stay in use while everything of an epoch is held. */
    private static long bytes(int miners) {
        long empty = used();
        SettlementBench bench = new SettlementBench(miners);
        Outcome outcome = bench.outcome();
        Map<String, byte[]> objects = bench.archived();
        long full = used();
        if (objects.isEmpty() || outcome.leaves().isEmpty() || bench.before.isEmpty()) {
            throw new IllegalStateException("an epoch of nothing");
        }
        return full - empty;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Interleaved.Medians measure(int miners) throws SQLException, IOException {
        SettlementBench bench = new SettlementBench(miners);
        Outcome outcome = bench.outcome();
        int rounds = Math.clamp(2L * MILLION / miners, 5, 40);
        Interleaved run = Interleaved.ofLarge(rounds / 2, rounds);
        try (RowPerMiner rows = new RowPerMiner(bench.members)) {
            run.add(SETTLED, bench::settled);
            run.add(SHARES, () -> Shares.split(POT, bench.members).length);
            run.add(
                    "  of which accounts and leaves, with shares",
                    () -> bench.outcome().leaves().size());
            run.add("  of which pages", () -> pages(outcome).size());
            run.add("  of which tree", () -> tree(outcome));
            run.add(
                    "the same with every object of the archive",
                    () -> bench.archived().size());
            run.add(FRACTIONS, () -> Fractions.shares(POT, bench.members).length);
            run.add(ROWS, () -> rows.credit(Shares.split(POT, bench.members)));
            return run.run();
        }
    }

    /**
     * Prints the tables; exits with 1 when a million miners take more than 3 s.
     *
     * @param args numbers of miners; 12,000, 100,000 and 1,000,000 unless told
     */
    public static void main(String[] args) throws SQLException, IOException {
        int[] sizes = args.length > 0
                ? Arrays.stream(args).mapToInt(Integer::parseInt).toArray()
                : new int[] {12_000, 100_000, MILLION};
        boolean late = false;
        for (int miners : sizes) {
            System.out.printf("%,d miners%n", miners);
            Interleaved.Medians millis = measure(miners);
            millis.printMillis(System.out);
            double settled = millis.of(SETTLED) / 1000;
            System.out.printf(
                    "shares by BigInteger take %.1f times the CPU of shares; rows of SQLite %.1f times that of shares,"
                            + " pages and tree%n",
                    millis.of(FRACTIONS) / millis.of(SHARES), millis.of(ROWS) / millis.of(SETTLED));
            System.out.printf("an epoch and its archive in memory: %.0f MB%n%n", bytes(miners) / 1e6);
            late |= miners == MILLION && settled > LIMIT_MILLIS;
        }
        if (late) {
            System.err.printf("a million miners are to take at most %.0f ms%n", LIMIT_MILLIS);
            System.exit(1);
        }
    }
}
