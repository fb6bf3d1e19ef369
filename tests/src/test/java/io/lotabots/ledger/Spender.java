package io.lotabots.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * People who move money by the ledger's own {@link Transfers}: they submit, submit again when the answer was lost or
 * although it was not, confirm what is due, void. They remember what they were told, and in the end it must be so.
 */
final class Spender {
    private static final int TRIES = 4;
    private static final int HASH_DIGITS = 32;
    private static final int ID_DIGITS = Transfer.PENDING_ID_BITS / 4;

    private final MemoryStore store;
    private final Transfers transfers;
    private final List<String> wallets;
    private final RandomGenerator random;
    private final List<Transfers.Order> orders = new ArrayList<>();
    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, Transfers.Order> promised = new HashMap<>();
    private long accepted;
    private long standing;
    private long refused;

    /**
     * @param faulty what their requests go through
     * @param store what is kept, to choose amounts by and to compare with
     */
    Spender(Store faulty, MemoryStore store, List<String> wallets, RandomGenerator random) {
        this.store = store;
        this.transfers = new Transfers(faulty, List.of(0L, 5L, 30L).get(random.nextInt(3)));
        this.wallets = wallets;
        this.random = random;
    }

    /** One request at a second. @throws FaultyStore.Fault when it was broken off */
    void request(long now) {
        switch (random.nextInt(6)) {
            case 0 -> transfers.confirmDue(now, 3);
            case 1 -> transfers.confirm(transfers.store().due(now + 1000, 3), now);
            case 2 -> {
                for (Transfer pending : transfers.store().due(now + 1000, 3)) {
                    if (random.nextBoolean()) {
                        transfers.voided(pending, now, "operator", "tested");
                    }
                }
            }
            default -> send(random.nextInt(6) == 0 && !orders.isEmpty() ? any(orders) : order(now), now);
        }
    }

    private Transfers.Order order(long now) {
        String from = wallet();
        long available = Balance.of(store, from).available();
        for (int tried = 0; tried < TRIES && available == 0; tried++) {
            from = wallet();
            available = Balance.of(store, from).available();
        }
        // Sometimes a unit more than there is, and an operator's transfer, which uses no nonce.
        long amount = Math.max(1, available / (1 + random.nextInt(3)) + (random.nextInt(20) == 0 ? 1 : 0));
        long nonce = random.nextInt(8) == 0 ? 0 : now * 1000 + random.nextInt(1000);
        Transfers.Order order = new Transfers.Order(hash(), from, wallet(), amount, "", nonce, "");
        orders.add(order);
        return order;
    }

    /** Two of them have much to do, so that their movements meet. */
    private String wallet() {
        return random.nextInt(3) > 0 ? wallets.get(random.nextInt(2)) : any(wallets);
    }

    /** A hash that nothing has; its number may be that of another. */
    private String hash() {
        String hash =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        return random.nextInt(10) == 0 && !orders.isEmpty()
                ? any(orders).txHash().substring(0, ID_DIGITS) + hash.substring(ID_DIGITS, HASH_DIGITS)
                : hash;
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void send(Transfers.Order order, long now) {
        if (order.from().equals(order.to())) {
            return;
        }
        sent.merge(order.txHash(), 1, Integer::sum);
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                told(order, transfers.submit(order, now * 1000 + random.nextInt(1000)));
                return;
            } catch (FaultyStore.Fault lost) {
                if (random.nextBoolean()) {
                    throw lost;
                }
            }
        }
    }

    private void told(Transfers.Order order, Transfers.Result result) {
        switch (result) {
            case Transfers.Result.Accepted now -> {
                accepted++;
                promise(order, now.transfer());
            }
            case Transfers.Result.Standing before -> {
                standing++;
                promise(order, before.transfer());
            }
            case Transfers.Result.Insufficient _, Transfers.Result.StaleNonce _ -> refuse(order);
        }
    }

    /** How often an order was told to be pending now, to stand already, or to be refused. */
    Tally tally() {
        return new Tally(accepted, standing, refused);
    }

    record Tally(long accepted, long standing, long refused) {
        Tally plus(Tally other) {
            return new Tally(accepted + other.accepted, standing + other.standing, refused + other.refused);
        }
    }

    private void promise(Transfers.Order order, Transfer told) {
        is(told, order);
        promised.put(order.txHash(), order);
    }

    /** Who alone sent this order, and was told that nothing happened, finds no trace of it. */
    private void refuse(Transfers.Order order) {
        refused++;
        assertThat(promised).as("I7: refused after it was promised").doesNotContainKey(order.txHash());
        if (sent.getOrDefault(order.txHash(), 0) == 1) {
            assertThat(new Transfers(store, transfers.confirmationSeconds()).find(order.txHash()))
                    .as("I6: a refused transfer")
                    .isEmpty();
        }
    }

    /** All that was promised stands, once, and nothing stands that nobody asked for. */
    void check() {
        Map<String, Transfer> kept = new HashMap<>();
        for (Transfer transfer : store.transfers()) {
            assertThat(kept.put(transfer.txHash(), transfer))
                    .as("I7: twice %s", transfer)
                    .isNull();
        }
        promised.keySet().forEach(hash -> assertThat(kept).as("I7: promised").containsKey(hash));
        orders.forEach(order -> {
            Transfer transfer = kept.remove(order.txHash());
            if (transfer != null) {
                is(transfer, order);
            }
        });
        assertThat(kept).as("I7: never asked for").isEmpty();
    }

    private static void is(Transfer transfer, Transfers.Order order) {
        boolean same = transfer.txHash().equals(order.txHash())
                && transfer.from().equals(order.from())
                && transfer.to().equals(order.to())
                && transfer.amount() == order.amount()
                && transfer.nonce() == order.nonce();
        assertThat(same).as("I7: %s is what was asked for: %s", transfer, order).isTrue();
    }
}
