package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of the ledger does, whichever it is. */
abstract class StoreContract {
    private static final String DIGEST = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);
    private static final Head FIRST = new Head(6, "0".repeat(64), 5_000, 0, -1);
    private static final long DAY = 86_400;

    /** An empty store over which the enrolments of an epoch are spread in 64 shards. */
    abstract Store empty();

    /** Enrols in the store that was made last. */
    abstract void enrol(long epoch, String identity, long weight);

    @Test
    void a_ledger_opens_once_and_all_allocations_are_in_their_receivers_bases() {
        Store store = empty();
        assertThat(store.head()).isEmpty();
        List<JournalEntry> allocations = IntStream.range(0, 40)
                .mapToObj(i -> new JournalEntry(
                        1000, JournalEntry.Step.GENESIS, hash(i), "", "fund-" + i % 39, 100 + i, 0, 0, 0))
                .toList();
        assertThat(store.open(FIRST, "terms", allocations)).isEqualTo("terms");
        assertThat(store.open(new Head(9, DIGEST, 0, 0, -1), "others", List.of()))
                .isEqualTo("terms");
        assertThat(store.open(FIRST, "terms", allocations)).isEqualTo("terms");
        assertThat(store.head()).contains(FIRST);
        assertThat(store.wallet("fund-0")).contains(new Wallet("fund-0", 100 + 139, 0, 0, 0, -1));
        assertThat(store.wallet("fund-38")).contains(new Wallet("fund-38", 138, 0, 0, 0, -1));
        assertThat(IntStream.range(0, JournalEntry.SHARDS)
                        .mapToObj(shard -> store.journal(shard, "", "~", 100))
                        .flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(allocations);
    }

    @Test
    void the_head_moves_only_from_where_it_stands() {
        Store store = empty();
        store.open(FIRST, "terms", List.of());
        Head second = new Head(7, DIGEST, 6_500, 12, 7);
        assertThat(store.commit(new Head(5, OTHER, 1, 1, 1), second)).isFalse();
        assertThat(store.commit(FIRST, second)).isTrue();
        assertThat(store.commit(FIRST, new Head(7, OTHER, 6_500, 12, 7))).isFalse();
        assertThat(store.head()).contains(second);
    }

    @Test
    void the_first_manifest_that_is_nominated_stands() {
        Store store = empty();
        assertThat(store.manifest(7)).isEmpty();
        assertThat(store.nominate(7, DIGEST)).isEqualTo(DIGEST);
        assertThat(store.nominate(7, OTHER)).isEqualTo(DIGEST);
        assertThat(store.nominate(8, OTHER)).isEqualTo(OTHER);
        assertThat(store.manifest(7)).contains(DIGEST);
    }

    @Test
    void enrolments_are_read_by_shard_in_the_order_of_their_identities() {
        Store store = empty();
        List<Enrolled> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            enrol(7, "miner-" + i, i);
            all.add(new Enrolled("miner-" + i, i));
        }
        enrol(8, "later", 1);
        List<Enrolled> read = new ArrayList<>();
        for (int shard = 0; shard < 64; shard++) {
            List<Enrolled> members = store.enrolments(7, shard);
            assertThat(members.stream().map(Enrolled::identity)).isSorted();
            read.addAll(members);
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void the_newest_page_that_is_not_of_a_later_epoch_is_read() {
        Store store = empty();
        assertThat(store.page(3, 100)).isEmpty();
        assertThat(store.write(List.of(page(3, 5, "five"), page(3, 12, "twelve"), page(4, 5, "other"))))
                .isEmpty();
        assertThat(store.page(3, 4)).isEmpty();
        assertThat(text(store.page(3, 5))).isEqualTo("five");
        assertThat(text(store.page(3, 11))).isEqualTo("five");
        assertThat(text(store.page(3, 12))).isEqualTo("twelve");
        assertThat(text(store.page(3, 1_000_000))).isEqualTo("twelve");
        assertThat(text(store.page(3, 5, DIGEST))).isEqualTo("five");
        assertThat(store.page(3, 5, OTHER)).isEmpty();
        List<Store.NewPage> most = IntStream.range(0, Store.MAX_PAGES_WRITTEN)
                .mapToObj(i -> page(100 + i, 5, "page " + i))
                .toList();
        assertThat(store.write(most)).isEmpty();
        assertThat(text(store.page(124, 5))).isEqualTo("page 24");
    }

    @Test
    void a_wallet_has_the_slot_that_it_is_given_whether_or_not_anything_else_was_written_of_it() {
        Store store = funded("anna", 1_000);
        assertThat(store.wallet("ben")).isEmpty();
        List<Store.Place> most = IntStream.range(0, Store.MAX_PLACED - 2)
                .mapToObj(i -> new Store.Place("miner-" + i, 100 + i))
                .collect(Collectors.toCollection(ArrayList::new));
        most.add(new Store.Place("anna", 17));
        most.add(new Store.Place("ben", 18));
        assertThat(store.place(most)).isEmpty();
        assertThat(store.place(most)).isEmpty();
        assertThat(store.wallet("miner-22")).contains(new Wallet("miner-22", 0, 0, 0, 0, 122));
        assertThat(store.wallet("anna")).contains(new Wallet("anna", 1_000, 0, 0, 0, 17));
        assertThat(store.wallet("ben")).contains(new Wallet("ben", 0, 0, 0, 0, 18));
        submitted(store, 1, 300, 50);
        assertThat(store.wallet("anna").orElseThrow().slot()).isEqualTo(17);
    }

    @Test
    void a_submission_holds_the_amount_back_or_changes_nothing() {
        Store store = funded("anna", 1_000);
        Wallet before = store.wallet("anna").orElseThrow();
        Transfer transfer = transfer(1, "anna", "ben", 300, 50);
        JournalEntry entry = entry(transfer, JournalEntry.Step.SUBMIT);
        Wallet after = new Wallet("anna", 700, 300, 0, 1, -1);
        assertThat(store.submit(transfer, new Wallet("anna", 999, 0, 0, 0, -1), after, entry))
                .isEqualTo(new Store.Submission.Changed());
        assertThat(store.transfer(transfer.pendingId())).isEmpty();
        assertThat(store.wallet("anna")).contains(before);

        assertThat(store.submit(transfer, before, after, entry)).isEqualTo(new Store.Submission.Accepted());
        assertThat(store.submit(transfer, before, after, entry)).isEqualTo(new Store.Submission.Taken(transfer));
        assertThat(store.submit(transfer, after, after, entry)).isEqualTo(new Store.Submission.Taken(transfer));
        assertThat(store.wallet("anna")).contains(after);
        assertThat(store.wallet("ben")).isEmpty();
        assertThat(store.transfer(transfer.pendingId())).contains(transfer);
        assertThat(store.journal(entry.shard(), "", "~", 10)).contains(entry);
    }

    @Test
    void a_pending_transfer_is_confirmed_or_voided_never_both() {
        Store store = funded("anna", 1_000);
        Transfer first = submitted(store, 1, 300, 50);
        Transfer second = submitted(store, 2, 200, 50);
        Transfer confirmed = first.confirmed(60);
        Transfer voided = second.voided(61, "operator", "a mistake");
        assertThat(store.decide(confirmed, entry(first, JournalEntry.Step.CONFIRM)))
                .isTrue();
        assertThat(store.decide(voided, entry(second, JournalEntry.Step.VOID))).isTrue();
        assertThat(store.decide(first.voided(62, "", ""), entry(first, JournalEntry.Step.VOID)))
                .isFalse();
        assertThat(store.decide(second.confirmed(62), entry(second, JournalEntry.Step.CONFIRM)))
                .isFalse();
        assertThat(store.transfer(first.pendingId())).contains(confirmed);
        assertThat(store.transfer(second.pendingId())).contains(voided);
        assertThat(store.wallet("anna").orElseThrow().base()).isEqualTo(700);
        assertThat(store.wallet("anna").orElseThrow().encumbered()).isZero();
        assertThat(store.wallet("ben").orElseThrow().base()).isEqualTo(300);
        assertThat(store.due(100_000, 10)).isEmpty();
    }

    @Test
    void what_is_due_comes_the_longest_due_first_and_is_never_lost() {
        Store store = funded("anna", 1_000);
        assertThat(store.due(20 * DAY, 10)).isEmpty();
        Transfer late = submitted(store, 1, 1, 20 * DAY + 7_300);
        Transfer soon = submitted(store, 2, 1, 20 * DAY + 5);
        Transfer sooner = submitted(store, 3, 1, 20 * DAY + 4);
        assertThat(store.due(20 * DAY + 3, 10)).isEmpty();
        assertThat(store.due(20 * DAY + 4, 10)).containsExactly(sooner);
        assertThat(store.due(20 * DAY + 7_299, 10)).containsExactly(sooner, soon);
        // Nobody looked for three days.
        assertThat(store.due(23 * DAY, 2)).containsExactly(sooner, soon);
        assertThat(store.due(23 * DAY, 10)).containsExactly(sooner, soon, late);
        assertThat(store.decide(soon.confirmed(23 * DAY), entry(soon, JournalEntry.Step.CONFIRM)))
                .isTrue();
        assertThat(store.due(23 * DAY, 10)).containsExactly(sooner, late);
        for (Transfer transfer : List.of(sooner, late)) {
            store.decide(transfer.confirmed(23 * DAY), entry(transfer, JournalEntry.Step.CONFIRM));
        }
        assertThat(store.due(23 * DAY, 10)).isEmpty();
        Transfer next = submitted(store, 4, 1, 23 * DAY + 10);
        assertThat(store.due(23 * DAY + 9, 10)).isEmpty();
        assertThat(store.due(23 * DAY + 10, 10)).containsExactly(next);
        assertThat(store.due(24 * DAY, 10)).containsExactly(next);
    }

    @Test
    void the_journal_is_read_between_two_keys_that_are_not_in_it() {
        Store store = funded("anna", 1_000);
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Transfer transfer = transfer(i, "anna", "ben", 1, 50 + i);
            JournalEntry entry =
                    new JournalEntry(2_000 + i, JournalEntry.Step.SUBMIT, transfer.txHash(), "anna", "ben", 1, 0, 0, i);
            Wallet before = store.wallet("anna").orElseThrow();
            store.submit(transfer, before, spent(before, 1, i + 1), entry);
            entries.add(entry);
        }
        int shard = entries.getFirst().shard();
        assertThat(entries).allMatch(entry -> entry.shard() == shard);
        String from = "%013d".formatted(2_000);
        String to = "%013d".formatted(2_004);
        assertThat(store.journal(shard, from, to, 10)).containsExactlyElementsOf(entries.subList(0, 4));
        assertThat(store.journal(shard, from, to, 2)).containsExactlyElementsOf(entries.subList(0, 2));
        assertThat(store.journal(shard, entries.get(1).key(), to, 10)).containsExactlyElementsOf(entries.subList(2, 4));
        assertThat(store.journal(shard, entries.get(1).key(), entries.get(3).key(), 10))
                .containsExactly(entries.get(2));
        assertThat(store.journal(shard, to, from, 10)).isEmpty();
    }

    @Test
    void an_object_is_archived_and_read_back() {
        Store store = empty();
        assertThat(store.archived("objects/" + DIGEST)).isEmpty();
        store.archive("objects/" + DIGEST, new byte[] {1, 2, 3});
        store.archive("objects/" + DIGEST, new byte[] {1, 2, 3});
        assertThat(store.archived("objects/" + DIGEST)).contains(new byte[] {1, 2, 3});
    }

    final Store funded(String wallet, long micro) {
        Store store = empty();
        store.open(
                FIRST,
                "terms",
                List.of(new JournalEntry(1000, JournalEntry.Step.GENESIS, hash(99), "", wallet, micro, 0, 0, 0)));
        return store;
    }

    private static Transfer submitted(Store store, int number, long amount, long dueAt) {
        Transfer transfer = transfer(number, "anna", "ben", amount, dueAt);
        Wallet before = store.wallet("anna").orElseThrow();
        assertThat(store.submit(
                        transfer, before, spent(before, amount, number), entry(transfer, JournalEntry.Step.SUBMIT)))
                .isEqualTo(new Store.Submission.Accepted());
        return transfer;
    }

    private static Wallet spent(Wallet before, long amount, long nonce) {
        return new Wallet(
                before.id(),
                before.base() - amount,
                before.encumbered() + amount,
                before.folded(),
                Math.max(before.nonce(), nonce),
                before.slot());
    }

    private static Transfer transfer(int number, String from, String to, long amount, long dueAt) {
        String hash = hash(number);
        return new Transfer(
                hash,
                Transfer.pendingId(hash),
                from,
                to,
                amount,
                "rent",
                number,
                "content",
                40,
                dueAt,
                Transfer.Status.PENDING,
                0,
                "",
                "");
    }

    private static JournalEntry entry(Transfer transfer, JournalEntry.Step step) {
        return new JournalEntry(
                50_000, step, transfer.txHash(), transfer.from(), transfer.to(), transfer.amount(), 0, 0, 0);
    }

    private static String hash(int number) {
        return "7%012x".formatted(number) + "c".repeat(19);
    }

    private static Store.NewPage page(long page, long epoch, String text) {
        return new Store.NewPage(page, epoch, DIGEST, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Optional<byte[]> bytes) {
        return new String(bytes.orElseThrow(), StandardCharsets.UTF_8);
    }
}
