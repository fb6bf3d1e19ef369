package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Chain;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Page;
import io.lotabots.settlement.RootKey;
import io.lotabots.settlement.Sealed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What settlement does, step by step; the names of P3 to P6 are those of the protocol's list of properties. */
class SettlementTest {
    private static final RootKey KEY = RootKey.of(new byte[Ed25519.KEY_BYTES]);
    private static final int EPOCH = 60;
    private static final int GRACE = 15;
    private static final int SHARDS = 4;

    private final MemoryStore store = new MemoryStore(SHARDS);

    private static Terms terms(long pot) {
        return new Terms(new Chain("test", 0, 1, EPOCH, pot), GRACE, SHARDS, 1000);
    }

    private static Settlement settlement(Store store, long pot) {
        return new Settlement(store, terms(pot), () -> KEY, Fan.inOrder());
    }

    private void open(String allocations) {
        Opening.of(terms(0).chain(), allocations).open(store, 0);
    }

    private static long due(long epoch) {
        return (epoch + 1) * EPOCH + GRACE;
    }

    private long earned(String wallet) {
        Head head = store.head().orElseThrow();
        return store.wallet(wallet)
                .map(row -> Invariants.earned(store, row, head))
                .orElse(0L);
    }

    @Test
    void p3_the_pot_is_paid_to_the_last_unit_in_any_order_and_however_late() {
        List<String> miners = List.of("c", "a", "e", "b", "d");
        open("");
        for (String miner : miners) {
            store.enrol(0, miner, 800_000_000);
        }
        settlement(store, 1_000_003).run(due(0), 10);

        MemoryStore late = new MemoryStore(SHARDS);
        Opening.of(terms(0).chain(), "").open(late, 0);
        for (String miner : miners.reversed()) {
            late.enrol(0, miner, 800_000_000);
        }
        settlement(late, 1_000_003).run(due(0) + EPOCH / 2, 10);

        assertThat(miners.stream().mapToLong(this::earned).sum()).isEqualTo(1_000_003);
        assertThat(earned("a")).isEqualTo(200_001);
        assertThat(earned("d")).isEqualTo(200_000);
        assertThat(late.head()).isEqualTo(store.head());
    }

    @Test
    void p4_a_share_is_credited_once_however_often_it_is_settled() {
        open("");
        store.enrol(0, "a", 1);
        for (int i = 0; i < 3; i++) {
            settlement(store, 1_500_000).run(due(0), 10);
        }
        assertThat(earned("a")).isEqualTo(1_500_000);
    }

    @Test
    void p5_only_finished_epochs_are_settled_and_who_comes_later_is_not_in() {
        open("");
        store.enrol(0, "a", 1);
        assertThat(settlement(store, 9).run(due(0) - 1, 10).seals()).isZero();
        assertThat(settlement(store, 9).run(due(0), 10).seals()).isEqualTo(1);
        store.enrol(0, "b", 1);
        settlement(store, 9).run(due(0) + 5, 10);
        assertThat(earned("a")).isEqualTo(9);
        assertThat(earned("b")).isZero();
    }

    @Test
    void p6_everyone_with_weight_is_paid_once() {
        open("");
        for (int i = 0; i < 700; i++) {
            store.enrol(0, "m" + i, 1 + i);
        }
        store.enrol(0, "none", 0);
        settlement(store, 1_500_000).run(due(0), 10);
        for (int i = 0; i < 700; i++) {
            double quota = 1_500_000.0 * (1 + i) / (700 * 701 / 2.0);
            assertThat((double) earned("m" + i)).isBetween(Math.floor(quota), Math.ceil(quota));
        }
        assertThat(store.wallet("none")).isEmpty();
        assertThat(store.page(2, 0)).hasValueSatisfying(page -> assertThat(page).hasSize(Page.BYTES));
    }

    @Test
    void one_read_is_all_when_nothing_is_due() {
        open("");
        List<String> asked = new ArrayList<>();
        settlement(counting(asked), 1_500_000).run(due(0) - 1, 10);
        assertThat(asked).containsExactly("head");
    }

    @Test
    void missed_epochs_are_sealed_in_order_and_a_run_makes_no_more_than_it_is_told() {
        open("");
        for (long epoch = 0; epoch < 5; epoch++) {
            store.enrol(epoch, "a", 1);
        }
        Settlement.Run first = settlement(store, 10).run(due(4), 2);
        assertThat(first.seals()).isEqualTo(2);
        assertThat(first.more()).isTrue();
        assertThat(earned("a")).isEqualTo(20);
        Settlement.Run rest = settlement(store, 10).run(due(4), 10);
        assertThat(rest.seals()).isEqualTo(3);
        assertThat(rest.more()).isFalse();
        assertThat(earned("a")).isEqualTo(50);
    }

    @Test
    void epochs_without_anybody_to_pay_are_sealed_by_one_commit_and_never_paid_later() {
        open("");
        store.enrol(3, "zero", 0);
        store.enrol(5, "a", 1);
        Settlement.Run run = settlement(store, 10).run(due(6), 10);
        assertThat(run.seals()).isEqualTo(2);
        Sealed sealed = new Sealed(new StoreArchive(store));
        EpochRoot root = sealed.root(5).orElseThrow();
        assertThat(root.firstEpoch()).isZero();
        assertThat(root.minted()).isEqualTo(10);
        store.enrol(3, "late", 1);
        settlement(store, 10).run(due(6), 10);
        assertThat(store.head().orElseThrow().minted()).isEqualTo(10);
        assertThat(store.head().orElseThrow().paidEpoch()).isEqualTo(5);
    }

    @Test
    void the_last_epochs_pay_what_is_left_of_the_supply() {
        open("treasury=" + (Rtc.SUPPLY - 15));
        for (long epoch = 0; epoch < 3; epoch++) {
            store.enrol(epoch, "a", 1);
        }
        settlement(store, 10).run(due(2), 10);
        assertThat(earned("a")).isEqualTo(15);
        assertThat(store.head().orElseThrow().minted()).isEqualTo(Rtc.SUPPLY);
    }

    @Test
    void a_ledger_is_opened_once_and_other_allocations_are_refused_in_one_line() {
        open("treasury=10,fund=5");
        open("fund=5,treasury=10");
        assertThat(store.wallets()).extracting(Wallet::base).containsExactly(5L, 10L);
        assertThat(store.head().orElseThrow()).isEqualTo(new Head(-1, "0".repeat(64), 15, 0, -1));
        assertThatThrownBy(() -> open("treasury=11"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other genesis allocations")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void allocations_that_make_no_sense_are_named() {
        assertThatThrownBy(() -> open("treasury=-1")).hasMessageContaining("got: treasury=-1");
        assertThatThrownBy(() -> open("treasury")).hasMessageContaining("got: treasury");
        assertThatThrownBy(() -> open("a=1,a=2")).hasMessageContaining("twice");
        assertThatThrownBy(() -> open("a=" + Rtc.SUPPLY + ",b=1"))
                .hasMessageContaining("micro-RTC, there will ever be");
    }

    @Test
    void a_worker_that_loses_the_nomination_completes_the_winners() {
        open("");
        store.enrol(0, "a", 1);
        Terms terms = terms(10);
        Sealed sealed = new Sealed(new StoreArchive(store));
        Freeze.Proposal loser = new Freeze(store, terms, sealed, Fan.inOrder())
                .propose(store.head().orElseThrow(), due(0));
        store.enrol(0, "b", 1);
        Freeze.Proposal winner = new Freeze(store, terms, sealed, Fan.inOrder())
                .propose(store.head().orElseThrow(), due(0));
        assertThat(winner.digest()).isNotEqualTo(loser.digest());
        String chosen = store.nominate(0, winner.digest());
        settlement(store, 10).run(due(0), 1);
        assertThat(earned("b")).isEqualTo(5);
        Manifest standing = sealed.manifest(sealed.root(0).orElseThrow().manifest());
        assertThat(standing.digest()).isEqualTo(winner.digest()).isEqualTo(chosen);
    }

    private Store counting(List<String> asked) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (_, method, arguments) -> {
                    asked.add(method.getName());
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
