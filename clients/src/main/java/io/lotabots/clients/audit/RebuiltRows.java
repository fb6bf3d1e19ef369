package io.lotabots.clients.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.crypto.Digests;
import io.lotabots.settlement.Account;
import io.lotabots.settlement.Audit;
import io.lotabots.settlement.EpochRoot;
import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.Manifest;
import io.lotabots.settlement.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ledger's tables as an audit rebuilds them: a file for each, in DynamoDB's JSON, a row a line, as DynamoDB's
 * import and {@code lotabots restore --rows} take it.
 *
 * <p>The archive does not keep the memo of a transfer, the digest of an operator's request, nor who voided a transfer and
 * why: these come back empty. Transfers are held in memory until the end, a few hundred bytes each.
 */
final class RebuiltRows implements Audit.Replay, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();
    private static final int DUE_SHARDS = 4;
    private static final long HOUR = 3600;

    /** Leading hexadecimal digits of a transfer's hash that number it. */
    private static final int PENDING_ID_DIGITS = 13;

    private final Path folder;
    private final long confirmationSeconds;
    private final Map<String, BufferedWriter> files = new TreeMap<>();
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final Map<String, Row> transfers = new LinkedHashMap<>();
    private final Map<Long, String> numbers = new HashMap<>();
    private final TreeSet<String> allocations = new TreeSet<>();
    private @Nullable EpochRoot last;
    private long slots;
    private long paidEpoch = -1;
    private List<Account> accounts = List.of();

    /**
     * @param folder where the files go; made when absent
     * @param confirmationSeconds the delay after which transfers that are still pending become due
     */
    RebuiltRows(Path folder, long confirmationSeconds) throws IOException {
        this.folder = folder;
        this.confirmationSeconds = confirmationSeconds;
        Files.createDirectories(folder);
        for (String table : List.of("epochs", "pages", "wallets", "slots", "transfers", "due", "journal", "activity")) {
            files.put(table, Files.newBufferedWriter(file(folder, table), StandardCharsets.UTF_8));
            counts.put(table, 0L);
        }
    }

    /** Where the rows of a table go. */
    static Path file(Path folder, String table) {
        return folder.resolve(table + ".json");
    }

    /** Rows written so far, by table. */
    SortedMap<String, Long> counts() {
        return counts;
    }

    @Override
    public void moved(JournalEntry entry) {
        write(
                "journal",
                new Row()
                        .text("journal_shard", Integer.toString(entry.shard()))
                        .text("entry", entry.key())
                        .number("at", entry.atMillis())
                        .text("step", entry.step().name())
                        .text("tx_hash", entry.txHash())
                        .text("sender", entry.from())
                        .text("receiver", entry.to())
                        .number("amount", entry.amount())
                        .number("unfolded", entry.unfolded())
                        .number("folded", entry.folded())
                        .number("nonce", entry.nonce()));
        switch (entry.step()) {
            case GENESIS -> {
                allocations.add(entry.to() + "=" + entry.amount());
                activity(entry.to(), entry, first(entry.txHash()));
            }
            case SUBMIT -> submitted(entry);
            case CONFIRM -> decided(entry, "CONFIRMED");
            case VOID -> decided(entry, "VOIDED");
        }
    }

    private void submitted(JournalEntry entry) {
        long number = first(entry.txHash());
        while (numbers.putIfAbsent(number, entry.txHash()) != null) {
            number = (number + 1) % (1L << 4 * PENDING_ID_DIGITS);
        }
        long second = Math.floorDiv(entry.atMillis(), 1000);
        transfers.put(
                entry.txHash(),
                new Row()
                        .text("pending_id", shown(number))
                        .text("tx_hash", entry.txHash())
                        .text("sender", entry.from())
                        .text("receiver", entry.to())
                        .number("amount", entry.amount())
                        .text("memo", "")
                        .number("nonce", entry.nonce())
                        .text("content", "")
                        .number("submitted_at", second)
                        .number("due_at", Math.addExact(second, confirmationSeconds))
                        .text("status", "PENDING")
                        .number("decided_at", 0)
                        .text("decided_by", "")
                        .text("decision", ""));
        activity(entry.from(), entry, number);
        activity(entry.to(), entry, number);
    }

    private void decided(JournalEntry entry, String status) {
        Row transfer = transfers.get(entry.txHash());
        if (transfer != null) {
            transfer.text("status", status).number("decided_at", Math.floorDiv(entry.atMillis(), 1000));
        }
    }

    private void activity(String wallet, JournalEntry entry, long number) {
        write(
                "activity",
                new Row()
                        .text("wallet_id", wallet)
                        .text("at", "%013d#%s".formatted(entry.atMillis(), shown(number)))
                        .text("pending_id", shown(number))
                        .text("step", entry.step().name())
                        .text("tx_hash", entry.txHash())
                        .text("sender", entry.from())
                        .text("receiver", entry.to())
                        .number("amount", entry.amount()));
    }

    @Override
    public void sealed(EpochRoot root, Manifest manifest, List<Account> rebuilt, List<Long> changed) {
        last = root;
        slots = manifest.slotsAfter();
        accounts = rebuilt;
        paidEpoch = manifest.minted() > 0 ? manifest.epoch() : paidEpoch;
        write(
                "epochs",
                new Row().text("item", "manifest#" + manifest.firstEpoch()).text("digest", root.manifest()));
        Outcome.pages(rebuilt, changed)
                .forEach((page, bytes) -> write(
                        "pages",
                        new Row()
                                .text("page", Long.toString(page))
                                .text("version", "%012d#%s".formatted(manifest.epoch(), root.manifest()))
                                .bytes("bytes", bytes)));
    }

    /** Writes what stands after the last seal: the head, every wallet, every transfer. */
    void finish() {
        EpochRoot root = last;
        if (root == null) {
            return;
        }
        write(
                "epochs",
                new Row()
                        .text("item", "head")
                        .number("epoch", root.epoch())
                        .text("root", root.digest())
                        .number("minted", root.supply())
                        .number("next_slot", slots)
                        .number("paid_epoch", paidEpoch)
                        .text("terms", Digests.sha256Hex(String.join(",", allocations))));
        accounts.forEach(account -> {
            if (account.base() != 0 || account.encumbered() != 0 || account.folded() != 0 || account.nonce() != 0) {
                write("wallets", wallet(account));
            }
            if (account.slot() >= 0) {
                write("slots", new Row().text("wallet_id", account.wallet()).number("slot", account.slot()));
            }
        });
        transfers.values().forEach(transfer -> {
            write("transfers", transfer);
            if (transfer.text("status").equals("PENDING")) {
                write("due", due(transfer));
            }
        });
    }

    private static Row wallet(Account account) {
        return new Row()
                .text("wallet_id", account.wallet())
                .number("base", account.base())
                .number("encumbered", account.encumbered())
                .number("folded", account.folded())
                .number("nonce", account.nonce());
    }

    private static Row due(Row transfer) {
        long number = Long.parseLong(transfer.text("pending_id"), 16);
        long at = Long.parseLong(transfer.text("due_at"));
        return new Row()
                .text("due_shard", at / HOUR + "#" + number % DUE_SHARDS)
                .text("due", "%012d#%s".formatted(at, shown(number)));
    }

    private static long first(String txHash) {
        return Long.parseLong(txHash.substring(0, PENDING_ID_DIGITS), 16);
    }

    private static String shown(long number) {
        return "%013x".formatted(number);
    }

    private void write(String table, Row row) {
        try {
            BufferedWriter file = files.get(table);
            if (file != null) {
                JSON.writeValue(file, JSON.createObjectNode().set("Item", row.attributes));
                file.write('\n');
                counts.merge(table, 1L, Long::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rows in " + folder + " cannot be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter file : files.values()) {
            file.close();
        }
    }

    /** A row in DynamoDB's JSON. */
    private static final class Row {
        private final ObjectNode attributes = JSON.createObjectNode();

        Row text(String name, String value) {
            attributes.putObject(name).put("S", value);
            return this;
        }

        Row number(String name, long value) {
            attributes.putObject(name).put("N", Long.toString(value));
            return this;
        }

        Row bytes(String name, byte[] value) {
            attributes.putObject(name).put("B", value);
            return this;
        }

        /** An attribute as text, whatever its type. */
        String text(String name) {
            return attributes.path(name).elements().next().asText();
        }
    }
}
