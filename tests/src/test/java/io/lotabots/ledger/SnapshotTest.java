package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.crypto.Digests;
import io.lotabots.platform.Chain;
import io.lotabots.settlement.Account;
import io.lotabots.settlement.Part;
import io.lotabots.settlement.RootKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of all wallets is what each of them was at the seal. */
class SnapshotTest {
    private static final long EPOCH = 1_000;
    private static final long GRACE = 30;
    private static final int MINERS = Part.ROWS + 10;

    private final MemoryStore store = new MemoryStore(4);
    private final Snapshot snapshot = new Snapshot(store);
    private final Terms terms = new Terms(new Chain("test", 0, 1, EPOCH, 9_000_000), GRACE, 4, 1000);
    private final Transfers transfers = new Transfers(store, 10);

    @Test
    void there_is_none_before_the_first_seal() {
        assertThat(snapshot.last()).isEmpty();
        Opening.of(terms.chain(), "treasury=1000000").open(store, 0);
        assertThat(snapshot.last()).isEmpty();
    }

    @Test
    void its_balances_sum_to_the_supply_and_are_those_of_the_wallets() {
        Opening.of(terms.chain(), "treasury=1000000").open(store, 0);
        for (int i = 0; i < MINERS; i++) {
            store.enrol(0, "m" + i, 1 + i);
        }
        seal(0);
        transfers.submit(order("1", "m4000", "m17", 1_000, 1), 1_100_000);
        transfers.submit(order("2", "treasury", "new", 250_000, 0), 1_100_000);
        transfers.confirmDue(1_110, 1);
        for (int i = 0; i < MINERS; i += 2) {
            store.enrol(1, "m" + i, 1);
        }
        seal(1);
        Snapshot.Seal seal = snapshot.last().orElseThrow();
        assertThat(seal.epoch()).isEqualTo(1);
        assertThat(seal.wallets()).isEqualTo(MINERS + 1);
        assertThat(seal.supply()).isEqualTo(19_000_000);
        assertThat(seal.total()).isEqualTo(seal.supply());

        List<Account> all = snapshot.accounts(seal, 0, MINERS + 100);
        assertThat(all).hasSize(MINERS + 1);
        assertThat(all.stream().map(Account::wallet)).isSorted();
        assertThat(all).allSatisfy(account -> {
            Balance balance = Balance.of(store, account.wallet());
            assertThat(account.balance()).isEqualTo(balance.total());
            assertThat(account.available()).isEqualTo(balance.available());
            assertThat(account.nonce()).isEqualTo(balance.wallet().nonce());
        });
        for (Account account : List.of(all.getFirst(), all.get(Part.ROWS - 1), all.get(Part.ROWS), all.getLast())) {
            assertThat(snapshot.balance(seal.accounts(), account.wallet())).isEqualTo(account.balance());
        }
        for (String unknown : List.of("!", "m4000x", "zzz")) {
            assertThat(snapshot.balance(seal.accounts(), unknown)).isZero();
        }
        List<Account> paged = new ArrayList<>();
        for (int offset = 0; offset < MINERS + 1; offset += 1_000) {
            paged.addAll(snapshot.accounts(seal, offset, 1_000));
        }
        assertThat(paged).isEqualTo(all);
        assertThat(snapshot.accounts(seal, MINERS + 1, 10)).isEmpty();
    }

    private void seal(long epoch) {
        Settlement settlement = new Settlement(
                store,
                terms,
                () -> RootKey.of(Digests.sha256("a key".getBytes(StandardCharsets.UTF_8))),
                Fan.inOrder());
        assertThat(settlement.run((epoch + 1) * EPOCH + GRACE, 10).seals()).isEqualTo(1);
    }

    private static Transfers.Order order(String digit, String from, String to, long amount, long nonce) {
        return new Transfers.Order(digit.repeat(32), from, to, amount, "", nonce, "content");
    }
}
