package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.Columns;
import io.lotabots.clients.PlainError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lotabots wallet list}: the wallets that are here. */
@Command(
        name = "list",
        description = "List the wallets on this machine.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  lotabots wallet list", "  lotabots wallet list --json"})
final class ListCommand implements Callable<Integer> {
    @Mixin
    private WalletOptions common = new WalletOptions();

    /** Every readable wallet; ends with 1 when one of them is not. */
    @Override
    public Integer call() {
        var wallets = common.wallets();
        var table = new Columns("lll", "NAME", "ADDRESS", "CREATED");
        var list = JsonNodeFactory.instance.arrayNode();
        boolean allRead = true;
        for (var name : wallets.names()) {
            try {
                var wallet = wallets.get(name);
                list.add(Described.json(wallet));
                table.row(
                        name,
                        wallet.keystore().address(),
                        Described.time(wallet.keystore().createdAt()));
            } catch (PlainError e) {
                allRead = false;
                common.err().println("lotabots: " + e.getMessage());
            }
        }
        var out = common.out();
        if (common.json()) {
            var answer = JsonNodeFactory.instance.objectNode();
            answer.set("wallets", list);
            out.println(answer.toPrettyString());
        } else if (list.isEmpty() && allRead) {
            out.println("no wallets in " + wallets.folder() + "; `lotabots wallet create` makes one");
        } else {
            out.println(table);
        }
        return allRead ? 0 : 1;
    }
}
