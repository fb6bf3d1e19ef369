package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Columns;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotabots wallet history}: what came and went. */
@Command(
        name = "history",
        description = "Show transfers and rewards of a wallet, the newest first.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots wallet history",
            "  lotabots wallet history savings --limit 10",
            "  lotabots wallet history RTC0123456789abcdef0123456789abcdef01234567 --offset 50 --json"
        })
final class HistoryCommand implements Callable<Integer> {
    private static final int MAX_LIMIT = 200;
    private static final int MAX_OFFSET = 9800;

    @Mixin
    private WalletOptions common = new WalletOptions();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "WALLET",
            description = "A wallet here, an address, or a miner's name (default: the only wallet, or main).")
    private @Nullable String word;

    @Option(names = "--limit", paramLabel = "N", description = "Rows, 1 to 200 (default: 50).")
    private int limit = 50;

    @Option(names = "--offset", paramLabel = "N", description = "Rows to skip, 0 to 9800 (default: 0).")
    private int offset;

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new PlainError("--limit must be from 1 to " + MAX_LIMIT + ", got " + limit);
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new PlainError("--offset must be from 0 to " + MAX_OFFSET + ", got " + offset);
        }
        var wallets = common.wallets();
        var identity = word == null ? wallets.only().keystore().address() : Whose.identity(wallets, word);
        try (var client = common.client(node)) {
            var answer =
                    client.get("/wallet/history" + Whose.query(identity) + "&limit=" + limit + "&offset=" + offset);
            if (!answer.isDone()) {
                common.err().println("lotabots: " + answer.refusal());
                return 1;
            }
            common.out().println(common.json() ? answer.body().toPrettyString() : table(identity, answer));
            return 0;
        }
    }

    private static String table(String identity, NodeAnswer answer) {
        var rows = answer.body().path("transactions");
        if (rows.isEmpty()) {
            return "nothing came or went at " + identity;
        }
        var table = new Columns("llrlll", "TIME", "WHAT", "RTC", "WITH", "STATUS", "TRANSFER");
        for (var row : rows) {
            var one = answer.with(row);
            table.row(
                    one.whole("timestamp").stream()
                            .mapToObj(Described::time)
                            .findFirst()
                            .orElse("-"),
                    what(one),
                    amount(row),
                    with(one),
                    one.text("status").orElse("-"),
                    one.text("tx_hash").orElse("-"));
        }
        var total = answer.whole("total");
        var shown = rows.size() + (total.isPresent() ? " of " + total.getAsLong() : "");
        return table + System.lineSeparator() + shown;
    }

    private static String what(NodeAnswer row) {
        return switch (row.text("type").orElse("")) {
            case "transfer_in" -> "received";
            case "transfer_out" -> "sent";
            case "reward" -> row.text("epoch").map(epoch -> "reward " + epoch).orElse("reward");
            default -> row.text("reason").or(() -> row.text("type")).orElse("-");
        };
    }

    /** The other side: some nodes tell both. */
    private static String with(NodeAnswer row) {
        boolean received = row.text("type").orElse("").equals("transfer_in");
        return row.text(received ? "from" : "to").orElse("-");
    }

    private static String amount(JsonNode row) {
        var amount = row.path("amount");
        return amount.isNumber() ? NodeAnswer.printable(amount.decimalValue().toPlainString()) : "-";
    }
}
