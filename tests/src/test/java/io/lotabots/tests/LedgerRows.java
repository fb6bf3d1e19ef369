package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.DataFolder;
import io.lotabots.local.child.TableFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rows of the ledger's tables as they lie in a data folder.
 *
 * @param tables by table, and in it by the row's own key
 */
record LedgerRows(Map<String, Map<String, JsonNode>> tables) {
    private static final List<String> AMOUNTS = List.of("base", "encumbered", "folded", "nonce");

    /** What the archive does not keep. */
    private static final List<String> FORGOTTEN = List.of("memo", "content", "decided_by", "decision", "decided_at");

    /** Reads them while no platform holds the folder. */
    static LedgerRows of(DataFolder data) throws IOException {
        TableFiles files = new TableFiles(Node.root().resolve("local/dynamodb/target/classpath.txt"));
        Map<String, Map<String, JsonNode>> tables = new TreeMap<>();
        for (String name : files.tables(data.database()).keySet()) {
            if (name.contains("-wallets-data-")) {
                Map<String, JsonNode> rows = new TreeMap<>();
                for (String line : files.rows(data.database(), name)) {
                    ObjectNode row = (ObjectNode) Http.JSON.readTree(line);
                    rows.put(key(row), row);
                }
                tables.put(name.replaceFirst("^.*-data-(.*)[0-9A-F]{8}$", "$1"), rows);
            }
        }
        return new LedgerRows(tables);
    }

    /** Without the index of what is due, which remembers how far it was looked through. */
    Map<String, Map<String, JsonNode>> money() {
        Map<String, Map<String, JsonNode>> money = new TreeMap<>(tables);
        money.remove("Due");
        return money;
    }

    private static String key(JsonNode row) {
        return Stream.of(
                                "item",
                                "page",
                                "version",
                                "wallet_id",
                                "pending_id",
                                "due_shard",
                                "due",
                                "journal_shard",
                                "entry")
                        .map(name -> row.path(name).path("S").asText())
                        .toList()
                + row.path("at").path("S").asText();
    }

    /** As of the cut: the one transfer that was pending then is confirmed in the live rows, and only that differs. */
    void assertRebuiltOf(LedgerRows before) {
        Map<String, Map<String, JsonNode>> live = before.tables;
        for (String table : List.of("Epochs", "Pages", "Slots", "Activity")) {
            assertThat(tables.get(table)).as(table).isEqualTo(live.get(table));
        }
        Map<String, JsonNode> journal = new TreeMap<>(live.getOrDefault("Journal", Map.of()));
        Map<String, JsonNode> known = tables.getOrDefault("Journal", Map.of());
        JsonNode late = journal.entrySet().stream()
                .filter(entry -> !known.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce((_, _) -> {
                    throw new AssertionError("more than one entry after the cut");
                })
                .orElseThrow();
        assertThat(late.at("/step/S").asText()).isEqualTo("CONFIRM");
        long amount = late.at("/amount/N").asLong();
        Map<String, JsonNode> wallets = new TreeMap<>();
        live.getOrDefault("Wallets", Map.of()).forEach((id, row) -> wallets.put(id, whole(row)));
        add(wallets, late.at("/sender/S").asText(), "encumbered", amount);
        add(wallets, late.at("/receiver/S").asText(), "base", -amount);
        Map<String, JsonNode> anew = new TreeMap<>();
        tables.getOrDefault("Wallets", Map.of()).forEach((id, row) -> anew.put(id, whole(row)));
        assertThat(something(anew)).isEqualTo(something(wallets));
        assertThat(tables.getOrDefault("Due", Map.of()).keySet())
                .anyMatch(row -> row.contains(late.at("/tx_hash/S").asText().substring(0, 13)));
        Map<String, JsonNode> transfers = tables.getOrDefault("Transfers", Map.of());
        live.getOrDefault("Transfers", Map.of()).forEach((id, row) -> {
            ObjectNode expected = ((ObjectNode) row.deepCopy()).remove(FORGOTTEN);
            ObjectNode found =
                    ((ObjectNode) Objects.requireNonNull(transfers.get(id)).deepCopy()).remove(FORGOTTEN);
            if (row.path("tx_hash").equals(late.path("tx_hash"))) {
                expected.putObject("status").put("S", "PENDING");
            }
            assertThat(found).isEqualTo(expected);
        });
    }

    /** Without the rows that say no more than a row that is absent. */
    private static Map<String, JsonNode> something(Map<String, JsonNode> wallets) {
        Map<String, JsonNode> rows = new TreeMap<>(wallets);
        rows.values()
                .removeIf(row -> AMOUNTS.stream()
                        .allMatch(amount -> row.path(amount).path("N").asText().equals("0")));
        return rows;
    }

    /** A wallet's row with the amounts that are 0 and may be absent, without the copy of its slot. */
    private static ObjectNode whole(JsonNode row) {
        ObjectNode whole = ((ObjectNode) row.deepCopy()).without("slot");
        for (String amount : AMOUNTS) {
            if (!whole.has(amount)) {
                whole.putObject(amount).put("N", "0");
            }
        }
        return whole;
    }

    private static void add(Map<String, JsonNode> wallets, String wallet, String field, long amount) {
        wallets.values().stream()
                .filter(row -> row.at("/wallet_id/S").asText().equals(wallet))
                .forEach(row -> {
                    long sum = row.path(field).path("N").asLong() + amount;
                    ((ObjectNode) row).putObject(field).put("N", Long.toString(sum));
                });
    }
}
