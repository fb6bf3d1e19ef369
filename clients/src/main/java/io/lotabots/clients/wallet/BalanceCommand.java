package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Columns;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotabots wallet balance}: what wallets have. */
@Command(
        name = "balance",
        description = "Show what wallets have: those on this machine, or any other.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots wallet balance                       every wallet on this machine",
            "  lotabots wallet balance savings",
            "  lotabots wallet balance RTC0123456789abcdef0123456789abcdef01234567 --json"
        })
final class BalanceCommand implements Callable<Integer> {
    private static final int MOST = 100;

    @Mixin
    private WalletOptions common = new WalletOptions();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Parameters(arity = "0..*", paramLabel = "WALLET", description = "Names of wallets here, addresses, miners' names.")
    private List<String> words = List.of();

    @Override
    public Integer call() throws InterruptedException {
        var wallets = common.wallets();
        var asked = words.isEmpty() ? wallets.names() : words;
        if (asked.isEmpty()) {
            throw new PlainError(
                    "there is no wallet in " + wallets.folder() + "; name an address, or `lotabots wallet create`");
        }
        if (asked.size() > MOST) {
            throw new PlainError("at most " + MOST + " wallets at once, got " + asked.size() + "; name them");
        }
        var identities = new LinkedHashMap<String, String>();
        asked.forEach(word -> identities.put(word, Whose.identity(wallets, word)));
        return show(identities);
    }

    private int show(Map<String, String> identities) throws InterruptedException {
        var table = new Columns("llrrr", "WALLET", "ADDRESS", "RTC", "AVAILABLE", "PENDING");
        var list = JsonNodeFactory.instance.arrayNode();
        boolean allTold = true;
        try (var client = common.client(node)) {
            for (var entry : identities.entrySet()) {
                var answer = client.get("/wallet/balance" + Whose.query(entry.getValue()));
                var balance = Amount.of(answer, "amount_i64", "amount_rtc");
                if (!answer.isDone() || balance.isEmpty()) {
                    allTold = false;
                    var why = answer.isDone() ? answer.without("amount_i64").refusal() : answer.refusal();
                    common.err().println("lotabots: " + entry.getKey() + ": " + why);
                    continue;
                }
                table.row(
                        entry.getKey(),
                        entry.getValue(),
                        Amount.shown(balance.getAsLong()),
                        shown(Amount.of(answer, "available_i64", "available_rtc")),
                        shown(pending(answer)));
                list.addObject()
                        .put("wallet", entry.getKey())
                        .put("identity", entry.getValue())
                        .setAll((ObjectNode) answer.body());
            }
        }
        print(table, list);
        return allTold ? 0 : 1;
    }

    private void print(Columns table, ArrayNode list) {
        var out = common.out();
        if (common.json()) {
            var answer = JsonNodeFactory.instance.objectNode();
            answer.set("balances", list);
            out.println(answer.toPrettyString());
        } else if (!list.isEmpty()) {
            out.println(table);
        }
    }

    private static OptionalLong pending(NodeAnswer answer) {
        return Amount.of(answer, "pending_debits_i64", "pending_debits_rtc");
    }

    /** A node that knows nothing of it shows nothing, not 0. */
    private static String shown(OptionalLong micro) {
        return micro.isPresent() ? Amount.shown(micro.getAsLong()) : "-";
    }
}
