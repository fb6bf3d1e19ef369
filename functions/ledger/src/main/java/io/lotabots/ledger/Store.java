package io.lotabots.ledger;

import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.JournalEntry;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger keeps. Each verb is one request: it happens wholly or not at all, and any of them may fail after it
 * happened, so that whoever calls must be able to ask again. Every read is strongly consistent.
 */
interface Store {
    /** Most pages that one write takes. */
    int MAX_PAGES_WRITTEN = 25;

    /** Most slots that one write takes. */
    int MAX_PLACED = 25;

    /** The head; absent until the ledger is opened. */
    Optional<Head> head();

    /**
     * Opens the ledger: the first head, and with it, or not at all, every allocation in its receiver's base.
     *
     * @param allocations {@link JournalEntry.Step#GENESIS} entries, at most 40
     * @param terms digest of the allocations, stored with the head
     * @return the terms that the ledger is open on: the given ones, or those of who opened it before
     */
    String open(Head first, String terms, List<JournalEntry> allocations);

    /** Moves the head from {@code before} to {@code after}. @return false when it stands elsewhere */
    boolean commit(Head before, Head after);

    /** The digest of the manifest that is an epoch's membership, once one is. */
    Optional<String> manifest(long epoch);

    /** Proposes a manifest by its digest. @return the digest that stands: the first one proposed, for ever */
    String nominate(long epoch, String digest);

    /** The enrolments of an epoch in one shard, in the order of their identities. */
    List<Enrolled> enrolments(long epoch, int shard);

    /** The newest version of a page that is of epoch {@code sealed} or before. */
    Optional<byte[]> page(long page, long sealed);

    /** One version of a page. */
    Optional<byte[]> page(long page, long epoch, String manifest);

    /**
     * Writes versions of pages, at most {@link #MAX_PAGES_WRITTEN}, each the same whoever writes it.
     *
     * @return those that were not written
     */
    List<NewPage> write(List<NewPage> pages);

    /** A version of a page: {@code bytes} as of {@code epoch}, computed from {@code manifest}. */
    record NewPage(long page, long epoch, String manifest, byte[] bytes) {}

    /** The wallet with its slot, absent when nothing was ever written of either. */
    Optional<Wallet> wallet(String id);

    /**
     * Writes the slots of wallets, at most {@link #MAX_PLACED}, each the same whoever writes it.
     *
     * @return those that were not written
     */
    List<Place> place(List<Place> places);

    /** Where the earnings of a wallet stand. */
    record Place(String wallet, long slot) {}

    /**
     * Begins a transfer: the sender's base falls and its encumbered amount rises, the transfer and {@code entry} are
     * written, or nothing happens at all.
     *
     * <p>The sender's row changes to {@code after} only while it still is {@code before}.
     */
    Submission submit(Transfer transfer, Wallet before, Wallet after, JournalEntry entry);

    /** What became of a submission. */
    sealed interface Submission {
        /** It is pending now. */
        record Accepted() implements Submission {}

        /** A transfer of this number stands already: this very one, or another. */
        record Taken(Transfer standing) implements Submission {}

        /** The sender's wallet changed meanwhile. */
        record Changed() implements Submission {}
    }

    /**
     * Ends a pending transfer as {@code decided} says: its amount leaves the sender's encumbered amount for the
     * receiver's base (confirmed) or for the sender's own (voided).
     *
     * @return false when it was not pending any more
     */
    boolean decide(Transfer decided, JournalEntry entry);

    /** The transfer of this number. */
    Optional<Transfer> transfer(long pendingId);

    /** Pending transfers that are due at {@code second}, the longest due first, at most {@code limit}. */
    List<Transfer> due(long second, int limit);

    /**
     * Journal entries of one shard, in order.
     *
     * @param after the key after which to begin, empty for the first
     * @param before the key before which to end
     * @param limit at most this many; fewer mean that there are no more
     */
    List<JournalEntry> journal(int shard, String after, String before, int limit);

    /** Stores an object under a key that names its content or, in the archive of an epoch, its place. */
    void archive(String key, byte[] content);

    /** The object of this key. */
    Optional<byte[]> archived(String key);
}
