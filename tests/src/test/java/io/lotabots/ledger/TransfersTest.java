package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.Page;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers of what epochs paid, against the DynamoDB engine and the pages of earnings. */
class TransfersTest {
    private static final int SPENDERS = 16;
    private static final long DELAY = 100;
    private static final long NOW = 1_000_000;
    private static final String ROOT = "e".repeat(64);
    private static final String MANIFEST = "f".repeat(64);

    private final DynamoStore store = new DynamoStore(LedgerTables.fresh(DELAY).aws());
    private final Transfers transfers = new Transfers(store, DELAY);

    @BeforeEach
    void a_ledger_in_which_anna_earned_900_by_epoch_7() {
        store.open(new Head(6, ROOT, 0, 0, -1), "terms", List.of());
        seal(7, 900);
    }

    /** Seals an epoch after which anna, in slot 321, has earned this in all. */
    private void seal(long epoch, long earned) {
        store.place(List.of(new Store.Place("anna", 321)));
        byte[] page = new byte[Page.BYTES];
        ByteBuffer.wrap(page).putLong(Page.ENTRY_BYTES, earned).putInt(Page.ENTRY_BYTES + 8, (int) epoch - 6);
        assertThat(store.write(List.of(new Store.NewPage(1, epoch, MANIFEST, page))))
                .isEmpty();
        Head before = store.head().orElseThrow();
        assertThat(store.commit(
                        before,
                        new Head(epoch, ROOT.replace('e', "0123456789abcdef".charAt((int) epoch)), earned, 400, epoch)))
                .isTrue();
    }

    @Test
    void what_was_earned_can_be_spent_at_once_and_once() {
        assertThat(balance("anna").available()).isEqualTo(900);
        assertThat(submit(1, "anna", 901, 1)).isInstanceOf(Transfers.Result.Insufficient.class);
        assertThat(submit(2, "anna", 600, 1)).isInstanceOf(Transfers.Result.Accepted.class);
        assertThat(store.wallet("anna")).contains(new Wallet("anna", 300, 600, 900, 1, 321));
        assertThat(balance("anna").total()).isEqualTo(900);
        assertThat(submit(3, "anna", 301, 2)).isInstanceOf(Transfers.Result.Insufficient.class);
        seal(8, 1_000);
        assertThat(balance("anna").available()).isEqualTo(400);
        assertThat(balance("anna").paidEpochs()).isEqualTo(2);
        assertThat(submit(4, "anna", 400, 2)).isInstanceOf(Transfers.Result.Accepted.class);
        assertThat(store.wallet("anna")).contains(new Wallet("anna", 0, 1_000, 1_000, 2, 321));
        assertThat(transfers.confirmDue(NOW + DELAY, 10)).hasSize(2);
        assertThat(balance("anna").total()).isZero();
        assertThat(balance("ben").total()).isEqualTo(1_000);
        long unfolded = IntStream.range(0, JournalEntry.SHARDS)
                .mapToObj(shard -> store.journal(shard, "", "~", 100))
                .flatMap(List::stream)
                .mapToLong(JournalEntry::unfolded)
                .sum();
        assertThat(unfolded).isEqualTo(1_000);
    }

    @Test
    void what_is_written_of_an_epoch_that_is_not_sealed_is_nobody_s_money() {
        byte[] page = new byte[Page.BYTES];
        ByteBuffer.wrap(page).putLong(Page.ENTRY_BYTES, 5_000);
        store.write(List.of(new Store.NewPage(1, 8, MANIFEST, page)));
        store.place(List.of(new Store.Place("carl", 322)));
        assertThat(balance("anna").available()).isEqualTo(900);
        assertThat(balance("carl").available()).isZero();
        assertThat(submit(1, "anna", 901, 1)).isInstanceOf(Transfers.Result.Insufficient.class);
    }

    @Test
    void sixteen_spenders_and_a_seal_at_once_spend_no_more_than_was_earned() throws Exception {
        List<Callable<Transfers.Result>> spenders = new ArrayList<>();
        for (int i = 0; i < SPENDERS; i++) {
            int number = i;
            spenders.add(() -> submit(number, "anna", 100, 0));
        }
        spenders.add(() -> {
            seal(8, 1_000);
            return new Transfers.Result.StaleNonce(0);
        });
        long accepted = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(spenders.size())) {
            for (Future<Transfers.Result> result : pool.invokeAll(spenders)) {
                accepted += result.get() instanceof Transfers.Result.Accepted ? 1 : 0;
            }
        }
        assertThat(accepted).isBetween(9L, 10L);
        assertThat(balance("anna").available()).isEqualTo(1_000 - 100 * accepted);
        assertThat(balance("anna").total()).isEqualTo(1_000);
        long confirmed = transfers.confirmDue(NOW + DELAY, 100).size();
        assertThat(confirmed).isEqualTo(accepted);
        assertThat(balance("ben").total()).isEqualTo(100 * accepted);
    }

    @Test
    void two_hashes_that_begin_alike_are_two_transfers() {
        String first = "0123456789abc" + "0".repeat(19);
        String second = "0123456789abc" + "1".repeat(19);
        Transfers.Result one = transfers.submit(order(first, "anna", 10, 1), NOW * 1000);
        Transfers.Result two = transfers.submit(order(second, "anna", 10, 2), NOW * 1000);
        assertThat(((Transfers.Result.Accepted) one).transfer().pendingId()).isEqualTo(0x0123456789abcL);
        assertThat(((Transfers.Result.Accepted) two).transfer().pendingId()).isEqualTo(0x0123456789abdL);
        assertThat(transfers.find(second).orElseThrow().txHash()).isEqualTo(second);
        assertThat(transfers.submit(order(second, "anna", 10, 2), NOW * 1000))
                .isInstanceOf(Transfers.Result.Standing.class);
        assertThat(transfers.find("0123456789abc" + "2".repeat(19))).isEmpty();
        assertThat(transfers.confirmDue(NOW + DELAY, 10)).hasSize(2);
    }

    @Test
    void a_stage_without_a_delay_confirms_in_the_same_second_but_by_the_step() {
        Transfers atOnce = new Transfers(store, 0);
        atOnce.submit(order("7".repeat(32), "anna", 10, 1), NOW * 1000 + 999);
        assertThat(balance("ben").total()).isZero();
        assertThat(atOnce.confirmDue(NOW, 10)).hasSize(1);
        assertThat(atOnce.confirmDue(NOW, 10)).isEmpty();
        assertThat(balance("ben").total()).isEqualTo(10);
        assertThat(store.journal(7, "", "~", 10).stream().map(JournalEntry::step))
                .containsExactly(JournalEntry.Step.SUBMIT, JournalEntry.Step.CONFIRM);
    }

    private Transfers.Result submit(int number, String from, long amount, long nonce) {
        return transfers.submit(order("%01x".formatted(number) + "d".repeat(31), from, amount, nonce), NOW * 1000);
    }

    private static Transfers.Order order(String hash, String from, long amount, long nonce) {
        return new Transfers.Order(hash, from, "ben", amount, "", nonce, "content");
    }

    private Balance balance(String wallet) {
        return Balance.of(store, wallet);
    }
}
