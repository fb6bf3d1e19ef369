package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lotabots whoami}: who is signed in. */
@Command(
        name = "whoami",
        description = "Show who is signed in to a node.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  lotabots whoami", "  lotabots whoami --json"})
public final class WhoamiCommand implements Callable<Integer> {
    @Mixin
    private AccountOptions common = new AccountOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (var signed = common.signed()) {
            var me = (ObjectNode) signed.data("GET", "/api/v1/me");
            me.put("node", common.node().toString());
            return common.show(me, "address", "how", "node");
        }
    }
}
