package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Backoff;
import io.lotabots.aws.Bucket;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.aws.Written;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.JournalEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ledger in DynamoDB and S3. A function touches only the tables of the verbs that it uses. */
final class DynamoStore implements Store {
    private static final Expression IF_ABSENT = Expression.of("attribute_not_exists(#item)");

    private static final Expression UNSEEN = Expression.of("attribute_not_exists(#at)");

    /** Less than anything that follows a journal entry's key, or the beginning of one. */
    private static final String BEFORE_ALL = "!";

    /** The table is asked for more than it grants: it is left alone for up to a third of a second. */
    private static final int UNWRITTEN_PAUSE = 5;

    private final Aws aws;
    private final Table epochs;
    private final Table pages;
    private final Table enrolments;
    private final Table wallets;
    private final Table slots;
    private final Table transfers;
    private final Table journal;
    private final Table activity;
    private final DueIndex due;
    private final Bucket archive;

    DynamoStore(Aws aws) {
        this.aws = aws;
        this.epochs = aws.table("EPOCHS");
        this.pages = aws.table("PAGES");
        this.enrolments = aws.table("ENROLMENTS");
        this.wallets = aws.table("WALLETS");
        this.slots = aws.table("SLOTS");
        this.transfers = aws.table("TRANSFERS");
        this.journal = aws.table("JOURNAL");
        this.activity = aws.table("ACTIVITY");
        this.due = new DueIndex(aws);
        this.archive = aws.bucket("ARCHIVE");
    }

    @Override
    public Optional<Head> head() {
        return epochs.get(Rows.headKey()).map(Rows::head);
    }

    @Override
    public String open(Head first, String terms, List<JournalEntry> allocations) {
        Transaction transaction = aws.transaction().put(epochs, Rows.head(first).with("terms", terms), IF_ABSENT);
        Map<String, Long> bases = new TreeMap<>();
        allocations.forEach(entry -> bases.merge(entry.to(), entry.amount(), Math::addExact));
        bases.forEach((wallet, base) -> transaction.update(
                wallets,
                Rows.walletKey(wallet),
                Expression.of("ADD #base :base").with(":base", base),
                null));
        allocations.forEach(
                entry -> transaction.put(journal, Rows.journal(entry), Expression.of("attribute_not_exists(#entry)")));
        Transaction.Outcome outcome = transaction.run();
        String standing = outcome.committed() ? terms : outcome.stored(0).text("terms");
        if (standing.equals(terms)) {
            // Only shown, never counted: written again by whoever opens again, since it was too much for one
            // transaction.
            allocations.forEach(
                    entry -> activity.put(Rows.activity(entry.to(), entry, Transfer.pendingId(entry.txHash()))));
        }
        return standing;
    }

    @Override
    public boolean commit(Head before, Head after) {
        Written written = epochs.update(
                Rows.headKey(),
                Expression.of("SET #epoch = :epoch, #root = :root, #minted = :minted, #next_slot = :slot,"
                                + " #paid_epoch = :paid")
                        .with(":epoch", after.epoch())
                        .with(":root", after.root())
                        .with(":minted", after.minted())
                        .with(":slot", after.nextSlot())
                        .with(":paid", after.paidEpoch()),
                Expression.of("#epoch = :was_epoch AND #root = :was_root")
                        .with(":was_epoch", before.epoch())
                        .with(":was_root", before.root()));
        return switch (written) {
            case Written.Done _ -> true;
            // The reply of an earlier try may have been lost.
            case Written.Refused refused ->
                refused.stored().has("epoch") && Rows.head(refused.stored()).equals(after);
        };
    }

    @Override
    public Optional<String> manifest(long epoch) {
        return epochs.get(Rows.manifestKey(epoch)).map(row -> row.text("digest"));
    }

    @Override
    public String nominate(long epoch, String digest) {
        return switch (epochs.put(Rows.manifestKey(epoch).with("digest", digest), IF_ABSENT)) {
            case Written.Done _ -> digest;
            case Written.Refused refused -> refused.stored().text("digest");
        };
    }

    @Override
    public List<Enrolled> enrolments(long epoch, int shard) {
        return enrolments.query("epoch_shard", epoch + "#" + shard, Integer.MAX_VALUE).stream()
                .map(row -> new Enrolled(row.text("miner"), row.number("weight")))
                .toList();
    }

    @Override
    public Optional<byte[]> page(long page, long sealed) {
        Table.Range versions = new Table.Range("page", Rows.page(page), "version", "0", Rows.lastVersion(sealed), true);
        return pages.query(versions, 1).stream().findFirst().map(row -> row.bytes("bytes"));
    }

    @Override
    public Optional<byte[]> page(long page, long epoch, String manifest) {
        return pages.get(pageKey(page, epoch, manifest)).map(row -> row.bytes("bytes"));
    }

    private static Item pageKey(long page, long epoch, String manifest) {
        return Item.of("page", Rows.page(page)).with("version", Rows.version(epoch, manifest));
    }

    @Override
    public List<NewPage> write(List<NewPage> written) {
        Map<Item, NewPage> byKey = new HashMap<>();
        List<Item> rows = new ArrayList<>();
        for (NewPage page : written) {
            Item key = pageKey(page.page(), page.epoch(), page.manifest());
            byKey.put(key, page);
            rows.add(key.with("bytes", page.bytes()));
        }
        return unwritten(pages, rows).stream()
                .map(left -> byKey.get(Item.of("page", left.text("page")).with("version", left.text("version"))))
                .toList();
    }

    /** A row that was written by its owner says its slot; of others the slot stands apart. */
    @Override
    public Optional<Wallet> wallet(String id) {
        Optional<Wallet> wallet = wallets.get(Rows.walletKey(id)).map(Rows::wallet);
        if (wallet.filter(written -> written.slot() >= 0).isPresent()) {
            return wallet;
        }
        return slots.get(Rows.walletKey(id))
                .map(row -> wallet.orElseGet(() -> Wallet.absent(id)).in(row.number("slot")))
                .or(() -> wallet);
    }

    @Override
    public List<Place> place(List<Place> places) {
        List<Item> left = unwritten(
                slots,
                places.stream()
                        .map(place -> Rows.walletKey(place.wallet()).with("slot", place.slot()))
                        .toList());
        return left.stream()
                .map(row -> new Place(row.text("wallet_id"), row.number("slot")))
                .toList();
    }

    /** Writes rows. @return those that the table did not take, after a pause */
    private static List<Item> unwritten(Table table, List<Item> rows) {
        List<Item> left = table.batchPut(rows);
        if (!left.isEmpty()) {
            Backoff.pause(UNWRITTEN_PAUSE);
        }
        return left;
    }

    @Override
    public Submission submit(Transfer transfer, Wallet before, Wallet after, JournalEntry entry) {
        Expression change = Expression.of("SET #base = :base, #encumbered = :encumbered, #folded = :folded,"
                        + " #nonce = :nonce, #slot = :slot")
                .with(":base", after.base())
                .with(":encumbered", after.encumbered())
                .with(":folded", after.folded())
                .with(":nonce", after.nonce())
                .with(":slot", after.slot());
        Transaction.Outcome outcome = aws.transaction()
                .put(transfers, Rows.transfer(transfer), Expression.of("attribute_not_exists(#pending_id)"))
                .update(wallets, Rows.walletKey(before.id()), change, unchanged(before))
                .put(due.table(), DueIndex.key(transfer), Expression.of("attribute_not_exists(#due)"))
                .put(journal, Rows.journal(entry), Expression.of("attribute_not_exists(#entry)"))
                .put(activity, Rows.activity(transfer.from(), entry, transfer.pendingId()), UNSEEN)
                .put(activity, Rows.activity(transfer.to(), entry, transfer.pendingId()), UNSEEN)
                .run();
        if (outcome.committed()) {
            return new Submission.Accepted();
        }
        if (outcome.refusedAt(0)) {
            return new Submission.Taken(Rows.transfer(outcome.stored(0)));
        }
        if (outcome.refusedAt(1)) {
            return new Submission.Changed();
        }
        throw new IllegalStateException("a row of transfer " + transfer.txHash() + " stands without the transfer");
    }

    /** That a wallet's row still says {@code wallet}; what was never written reads as 0. Its slot says nothing of money. */
    private static Expression unchanged(Wallet wallet) {
        return Expression.of(same("base", wallet.base()) + " AND " + same("encumbered", wallet.encumbered()) + " AND "
                        + same("folded", wallet.folded()) + " AND " + same("nonce", wallet.nonce()))
                .with(":was_base", wallet.base())
                .with(":was_encumbered", wallet.encumbered())
                .with(":was_folded", wallet.folded())
                .with(":was_nonce", wallet.nonce());
    }

    private static String same(String field, long value) {
        String equal = "#" + field + " = :was_" + field;
        return value == 0 ? "(attribute_not_exists(#" + field + ") OR " + equal + ")" : equal;
    }

    @Override
    public boolean decide(Transfer decided, JournalEntry entry) {
        Expression outcome = Expression.of(
                        "SET #status = :status, #decided_at = :at, #decided_by = :by, #decision = :why")
                .with(":status", decided.status().name())
                .with(":at", decided.decidedAt())
                .with(":by", decided.decidedBy())
                .with(":why", decided.decision());
        Expression pending = Expression.of("#status = :pending").with(":pending", Transfer.Status.PENDING.name());
        Expression held = Expression.of("#encumbered >= :held").with(":held", decided.amount());
        Transaction transaction =
                aws.transaction().update(transfers, Rows.transferKey(decided.pendingId()), outcome, pending);
        if (decided.status() == Transfer.Status.CONFIRMED) {
            transaction.update(wallets, Rows.walletKey(decided.from()), moved("encumbered", -decided.amount()), held);
            transaction.update(wallets, Rows.walletKey(decided.to()), moved("base", decided.amount()), null);
        } else {
            Expression back = Expression.of("ADD #encumbered :less, #base :more")
                    .with(":less", -decided.amount())
                    .with(":more", decided.amount());
            transaction.update(wallets, Rows.walletKey(decided.from()), back, held);
        }
        Transaction.Outcome run = transaction
                .put(journal, Rows.journal(entry), Expression.of("attribute_not_exists(#entry)"))
                .delete(due.table(), DueIndex.key(decided))
                .run();
        if (!run.committed() && !run.refusedAt(0)) {
            throw new IllegalStateException("transfer " + decided.txHash() + " is pending but its money is not held");
        }
        return run.committed();
    }

    private static Expression moved(String field, long amount) {
        return Expression.of("ADD #" + field + " :moved").with(":moved", amount);
    }

    @Override
    public Optional<Transfer> transfer(long pendingId) {
        return transfers.get(Rows.transferKey(pendingId)).map(Rows::transfer);
    }

    @Override
    public List<Transfer> due(long second, int limit) {
        return transfers(due.at(second, limit));
    }

    /** Pending transfers, due or not, the soonest due first. */
    List<Transfer> pending(long second, int limit) {
        return transfers(due.all(second, limit));
    }

    /** The transfers of these numbers in their order; those that are not pending any more are left out. */
    private List<Transfer> transfers(List<Long> pendingIds) {
        Map<Long, Transfer> byId = byId(pendingIds);
        return pendingIds.stream()
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .filter(transfer -> transfer.status() == Transfer.Status.PENDING)
                .toList();
    }

    /** The transfers of these numbers, by number. */
    Map<Long, Transfer> byId(List<Long> pendingIds) {
        return transfers
                .batchGetConsistently(
                        pendingIds.stream().distinct().map(Rows::transferKey).toList())
                .stream()
                .map(Rows::transfer)
                .collect(Collectors.toMap(Transfer::pendingId, transfer -> transfer));
    }

    @Override
    public List<JournalEntry> journal(int shard, String after, String before, int limit) {
        if (before.compareTo(after + BEFORE_ALL) < 0) {
            return List.of();
        }
        Table.Range range =
                new Table.Range("journal_shard", Integer.toString(shard), "entry", after + BEFORE_ALL, before, false);
        return journal.query(range, limit).stream()
                .filter(row -> !row.text("entry").equals(before))
                .map(Rows::journal)
                .toList();
    }

    @Override
    public void archive(String key, byte[] content) {
        archive.put(key, content, "application/octet-stream");
    }

    @Override
    public Optional<byte[]> archived(String key) {
        return archive.get(key);
    }
}
