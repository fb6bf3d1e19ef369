package io.lotabots.ledger;

import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A store as a worker meets it: before and after any request others are let in, the worker may crash, and a reply may be
 * lost after the request was carried out, which to the worker is the same. Some pages of a write are left unprocessed.
 */
final class FaultyStore implements Store {
    private final MemoryStore store;
    private final Interleaving interleaving;
    private final RandomGenerator random;
    private final Runnable changed;
    private final int faultOneIn;
    private long requests;
    private long faults;
    private long contended;

    /** @param changed runs after each request that may have changed something */
    FaultyStore(
            MemoryStore store, Interleaving interleaving, RandomGenerator random, int faultOneIn, Runnable changed) {
        this.store = store;
        this.interleaving = interleaving;
        this.random = random;
        this.faultOneIn = faultOneIn;
        this.changed = changed;
    }

    /** A worker stopped here, or was told nothing of what it asked for. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault() {
            super(null, null, false, false);
        }
    }

    /** Requests so far. */
    long requests() {
        return requests;
    }

    /** Workers stopped so far. */
    long faults() {
        return faults;
    }

    /** Submissions so far whose wallet had changed since it was read. */
    long contended() {
        return contended;
    }

    <T> T read(Supplier<T> request) {
        requests++;
        interleaving.step();
        fault();
        return request.get();
    }

    <T> T change(Supplier<T> request) {
        requests++;
        interleaving.step();
        fault();
        T answer = request.get();
        changed.run();
        interleaving.step();
        fault();
        return answer;
    }

    private void fault() {
        if (faultOneIn > 0 && random.nextInt(faultOneIn) == 0) {
            faults++;
            throw new Fault();
        }
    }

    @Override
    public Optional<Head> head() {
        return read(store::head);
    }

    @Override
    public String open(Head first, String terms, List<JournalEntry> allocations) {
        return change(() -> store.open(first, terms, allocations));
    }

    @Override
    public boolean commit(Head before, Head after) {
        return change(() -> store.commit(before, after));
    }

    @Override
    public Optional<String> manifest(long epoch) {
        return read(() -> store.manifest(epoch));
    }

    @Override
    public String nominate(long epoch, String digest) {
        return change(() -> store.nominate(epoch, digest));
    }

    @Override
    public List<Enrolled> enrolments(long epoch, int shard) {
        return read(() -> store.enrolments(epoch, shard));
    }

    @Override
    public Optional<byte[]> page(long page, long sealed) {
        return read(() -> store.page(page, sealed));
    }

    @Override
    public Optional<byte[]> page(long page, long epoch, String manifest) {
        return read(() -> store.page(page, epoch, manifest));
    }

    @Override
    public List<NewPage> write(List<NewPage> pages) {
        List<NewPage> left = new ArrayList<>();
        List<NewPage> taken = new ArrayList<>();
        pages.forEach(page -> (random.nextInt(4) == 0 ? left : taken).add(page));
        change(() -> store.write(taken));
        return left;
    }

    @Override
    public Optional<Wallet> wallet(String id) {
        return read(() -> store.wallet(id));
    }

    @Override
    public List<Place> place(List<Place> places) {
        List<Place> left = new ArrayList<>();
        List<Place> taken = new ArrayList<>();
        places.forEach(place -> (random.nextInt(4) == 0 ? left : taken).add(place));
        change(() -> store.place(taken));
        return left;
    }

    @Override
    public Submission submit(Transfer transfer, Wallet before, Wallet after, JournalEntry entry) {
        return change(() -> {
            Submission submission = store.submit(transfer, before, after, entry);
            contended += submission instanceof Submission.Changed ? 1 : 0;
            return submission;
        });
    }

    @Override
    public boolean decide(Transfer decided, JournalEntry entry) {
        return change(() -> store.decide(decided, entry));
    }

    @Override
    public Optional<Transfer> transfer(long pendingId) {
        return read(() -> store.transfer(pendingId));
    }

    @Override
    public List<Transfer> due(long second, int limit) {
        return read(() -> store.due(second, limit));
    }

    @Override
    public List<JournalEntry> journal(int shard, String after, String before, int limit) {
        return read(() -> store.journal(shard, after, before, limit));
    }

    @Override
    public void archive(String key, byte[] content) {
        interleaving.step();
        fault();
        store.archive(key, content);
        fault();
    }

    @Override
    public Optional<byte[]> archived(String key) {
        return read(() -> store.archived(key));
    }
}
