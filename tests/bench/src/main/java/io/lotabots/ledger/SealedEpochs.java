package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.bench.Fractions;
import io.lotabots.settlement.Audit;
import io.lotabots.settlement.Enrolled;
import io.lotabots.settlement.Page;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What must hold of the tables and the archive after each sealed epoch: the ledger's I1 to I5, reckoned independently. */
final class SealedEpochs {
    private static final int READS_AT_ONCE = 16;

    private final DynamoStore store;
    private final DynamoDbClient client;
    private final String wallets;
    private final String slots;
    private final Map<String, byte[]> keys;
    private final Head opened;
    private final Map<String, Long> earned = new HashMap<>();
    private final Map<String, Long> paid = new HashMap<>();

    /** @param client may scan the tables {@code wallets} and {@code slots} */
    SealedEpochs(Aws aws, DynamoDbClient client, String wallets, String slots, Map<String, byte[]> keys) {
        this.store = new DynamoStore(aws);
        this.client = client;
        this.wallets = wallets;
        this.slots = slots;
        this.keys = keys;
        this.opened = head();
    }

    Head head() {
        return store.head().orElseThrow(() -> new IllegalStateException("the ledger is not open"));
    }

    /** @throws IllegalStateException naming the invariant that does not hold */
    void check(long epoch, long pot, List<Enrolled> members) {
        long[] shares = Fractions.shares(pot, members);
        for (int i = 0; i < shares.length; i++) {
            earned.merge(members.get(i).identity(), shares[i], Math::addExact);
            paid.merge(members.get(i).identity(), shares[i] > 0 ? 1L : 0L, Math::addExact);
        }
        Head head = head();
        long minted = earned.values().stream().mapToLong(Long::longValue).sum();
        demand(head.epoch() == epoch, "I4", "the head stands at " + head.epoch() + ", not at " + epoch);
        demand(head.minted() == opened.minted() + minted, "I5", "minted are " + head.minted());
        demand(head.nextSlot() == earned.size(), "I3", head.nextSlot() + " slots are given away");
        Map<Long, byte[]> pages = pages(head);
        long sum = 0;
        Set<Long> slots = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Wallet wallet : wallets()) {
            Page.Entry entry = entry(pages, wallet);
            demand(wallet.slot() < 0 || slots.add(wallet.slot()), "I3", "two wallets have slot " + wallet.slot());
            demand(
                    entry.earned() == earned.getOrDefault(wallet.id(), 0L)
                            && entry.paid() == paid.getOrDefault(wallet.id(), 0L),
                    "I2, I3, I5",
                    wallet + " has " + entry + ", not " + earned.get(wallet.id()));
            demand(wallet.folded() <= entry.earned(), "I2", wallet + " folded more than " + entry);
            sum += wallet.base() + wallet.encumbered() + entry.earned() - wallet.folded();
            seen.add(wallet.id());
        }
        demand(seen.containsAll(earned.keySet()), "I3", "some miners have no wallet");
        demand(sum == head.minted(), "I1", "all balances are " + sum + ", minted are " + head.minted());
        Audit.Report audit = new Audit(new StoreArchive(store), keys, (_, _, _) -> {}).chain(epoch);
        demand(audit.differences().isEmpty(), "I3, I4, I5", "the audit tells of " + audit.differences());
    }

    private Map<Long, byte[]> pages(Head head) {
        Map<Long, byte[]> pages = new TreeMap<>();
        List<Long> numbers = LongStream.range(0, (head.nextSlot() + Page.WALLETS - 1) / Page.WALLETS)
                .boxed()
                .toList();
        Fan.wide(READS_AT_ONCE).each(numbers, number -> {
            byte[] page = store.page(number, head.epoch()).orElseThrow();
            synchronized (pages) {
                pages.put(number, page);
            }
        });
        return pages;
    }

    private static Page.Entry entry(Map<Long, byte[]> pages, Wallet wallet) {
        byte[] page = pages.get(Page.of(wallet.slot()));
        return wallet.slot() < 0 || page == null ? new Page.Entry(0, 0) : Page.entry(page, wallet.slot());
    }

    /** Every wallet of which anything stands, with its slot. */
    private Collection<Wallet> wallets() {
        Map<String, Wallet> all = new HashMap<>();
        rows(wallets)
                .forEach(row -> all.put(
                        id(row),
                        new Wallet(
                                id(row),
                                number(row, "base", 0),
                                number(row, "encumbered", 0),
                                number(row, "folded", 0),
                                number(row, "nonce", 0),
                                -1)));
        rows(slots)
                .forEach(row -> all.compute(
                        id(row),
                        (id, wallet) -> (wallet == null ? Wallet.absent(id) : wallet).in(number(row, "slot", -1))));
        return all.values();
    }

    private SdkIterable<Map<String, AttributeValue>> rows(String table) {
        return client.scanPaginator(ScanRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .build())
                .items();
    }

    private static String id(Map<String, AttributeValue> row) {
        return Objects.requireNonNull(row.get("wallet_id")).s();
    }

    private static long number(Map<String, AttributeValue> row, String name, long absent) {
        AttributeValue value = row.get(name);
        return value == null ? absent : Long.parseLong(value.n());
    }

    private static void demand(boolean holds, String invariant, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(invariant + ": " + otherwise);
        }
    }
}
