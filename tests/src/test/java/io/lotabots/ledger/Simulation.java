package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Chain;
import io.lotabots.settlement.Audit;
import io.lotabots.settlement.RootKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * One run of the ledger that a seed decides in every detail: several epochs, workers that settle and crash, others that
 * move money meanwhile, and a store that loses answers. Invariants are checked after every request and, once all is
 * quiet, the whole ledger against a textbook's shares and an audit of the archive.
 */
final class Simulation {
    private static final RootKey KEY = RootKey.of(new byte[Ed25519.KEY_BYTES]);

    private static final int EPOCH_SECONDS = 60;
    private static final int GRACE_SECONDS = 15;
    private static final int SHARDS = 2;

    /** How long a request can take: entries are journalled this long after their time at the latest. */
    private static final int REQUEST_SECONDS = 10;

    /** An audit verifies signatures, which costs as much as the rest of a run. */
    private static final int AUDITED_ONE_IN = 8;

    private static final int WORKERS = 3;
    private static final int SPENDERS = 3;

    private final RandomGenerator random;
    private final Terms terms;
    private final MemoryStore store = new MemoryStore(SHARDS);
    private final Map<Long, Map<String, Long>> weights = new TreeMap<>();
    private final List<String> wallets = new ArrayList<>();
    private final Interleaving interleaving;
    private final int epochs;
    private final Opening opening;
    private final Map<Object, Long> underWay = new HashMap<>();
    private final boolean audited;
    private long now;

    Simulation(long seed) {
        this.audited = seed % AUDITED_ONE_IN == 0;
        this.random = new SplittableRandom(seed);
        this.interleaving = new Interleaving(random);
        long pot = List.of(0L, 1L, 7L, 1_500_000L, 1_500_000L, 1_500_000L, Rtc.SUPPLY / 2)
                .get(random.nextInt(7));
        Chain chain = new Chain("simulated", 1_000_000, 1, EPOCH_SECONDS, pot);
        this.terms = new Terms(chain, GRACE_SECONDS, SHARDS, (REQUEST_SECONDS + 1) * 1000L);
        this.now = 1_000_000L + random.nextInt(EPOCH_SECONDS);
        this.epochs = 1 + random.nextInt(3);
        long treasury = List.of(1L, 1_000_000L, Rtc.SUPPLY - 2_000_000).get(random.nextInt(3));
        this.opening = new Opening(chain, List.of(new Opening.Allocation("treasury", treasury)));
        enrol(1 + random.nextInt(6));
    }

    private void enrol(int miners) {
        wallets.add("treasury");
        for (int i = 0; i < miners; i++) {
            wallets.add("m" + i);
        }
        for (long epoch = 0; epoch < epochs; epoch++) {
            boolean empty = random.nextInt(4) == 0;
            for (String miner : wallets.subList(1, wallets.size())) {
                if (!empty && random.nextInt(4) > 0) {
                    enrol(epoch, miner, weight());
                }
            }
        }
    }

    private void enrol(long epoch, String miner, long weight) {
        store.enrol(epoch, miner, weight);
        weights.computeIfAbsent(epoch, _ -> new TreeMap<>()).merge(miner, weight, Math::max);
    }

    private long weight() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextLong(1L << 59);
            default -> 800_000_000L;
        };
    }

    /** Runs the ledger's own design. @throws AssertionError naming the invariant that does not hold */
    Story run() {
        Invariants invariants = new Invariants(store);
        FaultyStore faulty = faulty(30, invariants::check);
        Settlement settlement = new Settlement(faulty, terms, () -> KEY, Fan.inOrder());
        List<Runnable> programs = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            programs.add(() -> work(1 + random.nextInt(4), false, second -> {
                if (store.head().isEmpty() || random.nextInt(8) == 0) {
                    opening.open(faulty, terms.chain().epochAt(second));
                }
                settlement.run(second, 1 + random.nextInt(3));
            }));
        }
        Spender spender = new Spender(faulty, store, wallets, random);
        for (int i = 0; i < SPENDERS; i++) {
            programs.add(() -> work(2 + random.nextInt(8), true, spender::request));
        }
        if (random.nextInt(8) == 0) {
            programs.add(this::enrolLate);
        }
        interleaving.run(programs);
        long busy = store.head().map(head -> Math.min(epochs, head.epoch() + 1)).orElse(0L);
        spender.check();
        quiet(invariants);
        return new Story(faulty.requests(), faulty.faults(), faulty.contended(), busy, epochs, spender.tally());
    }

    /**
     * @param contended submissions that met a wallet which had changed meanwhile
     * @param sealedWhileBusy how many of the run's epochs were sealed before all became quiet
     */
    record Story(
            long requests, long faults, long contended, long sealedWhileBusy, long epochs, Spender.Tally transfers) {
        static final Story NOTHING = new Story(0, 0, 0, 0, 0, new Spender.Tally(0, 0, 0));

        Story plus(Story other) {
            return new Story(
                    requests + other.requests,
                    faults + other.faults,
                    contended + other.contended,
                    sealedWhileBusy + other.sealedWhileBusy,
                    epochs + other.epochs,
                    transfers.plus(other.transfers));
        }
    }

    /** Runs the naive design, and looks only at what is there when all is quiet. */
    void runNaive() {
        FaultyStore faulty = faulty(30, () -> {});
        opening.open(store, terms.chain().epochAt(now));
        NaiveSettlement naive = new NaiveSettlement(faulty, store, terms);
        List<Runnable> programs = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            programs.add(() -> work(6, false, naive::run));
        }
        interleaving.run(programs);
        new NaiveSettlement(faulty(0, () -> {}), store, terms).run(now + 10L * EPOCH_SECONDS * epochs);
        long sum = store.wallets().stream()
                .mapToLong(wallet -> wallet.base() + wallet.encumbered())
                .sum();
        assertThat(sum)
                .as("I1: all balances")
                .isEqualTo(store.head().orElseThrow().minted());
    }

    /** What a run came to, to the last byte of the archive. */
    Object trace() {
        Story story = run();
        return List.of(story, store.head(), store.wallets(), store.transfers(), now);
    }

    private FaultyStore faulty(int oneIn, Runnable changed) {
        return new FaultyStore(store, interleaving, random, oneIn, changed);
    }

    /**
     * Makes some requests, each at the time at which it began; one that breaks off is made again or not, as it comes.
     *
     * @param timed whether a request is stopped after its time; the others are delayed for as long as it comes
     */
    private void work(int requests, boolean timed, LongConsumer request) {
        for (int i = 0; i < requests; i++) {
            interleaving.step();
            pass();
            Object me = Thread.currentThread();
            if (timed) {
                underWay.put(me, now);
            }
            try {
                request.accept(now);
            } catch (FaultyStore.Fault broken) {
                // What it did so far stands; someone will come again.
            } finally {
                underWay.remove(me);
            }
        }
    }

    /** Time goes on, but no further than the oldest timed request can last. */
    private void pass() {
        long latest =
                underWay.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE - REQUEST_SECONDS)
                        + REQUEST_SECONDS;
        int step = random.nextInt(random.nextBoolean() ? EPOCH_SECONDS : REQUEST_SECONDS);
        now = Math.max(now, Math.min(latest, now + step));
    }

    /** What attestation never does: enrolments while an epoch is frozen. Whoever proposes first decides who is in. */
    private void enrolLate() {
        for (long epoch = 0; epoch < epochs; epoch++) {
            interleaving.step();
            interleaving.step();
            store.enrol(epoch, "late" + random.nextInt(3), 5);
        }
    }

    private void quiet(Invariants invariants) {
        opening.open(store, terms.chain().epochAt(now));
        long end = now + (epochs + 2L) * EPOCH_SECONDS;
        Settlement settlement = new Settlement(store, terms, () -> KEY, Fan.inOrder());
        Settlement.Run last = settlement.run(end, 100);
        invariants.check();
        Head head = last.head().orElseThrow();
        assertThat(head.epoch()).as("I4: everything due is sealed").isEqualTo(terms.lastDue(end));
        assertThat(settlement.run(end, 100).seals())
                .as("nothing is due any more")
                .isZero();
        if (audited) {
            audit(head);
        }
        new Quiet(store, terms, weights).check(head);
    }

    private void audit(Head head) {
        Audit.Report audit = new Audit(new StoreArchive(store), Map.of(KEY.id(), KEY.publicKey()), (_, _, _) -> {})
                .chain(head.epoch());
        assertThat(audit.differences()).as("audit").isEmpty();
    }
}
