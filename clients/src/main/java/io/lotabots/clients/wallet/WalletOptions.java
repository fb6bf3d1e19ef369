package io.lotabots.clients.wallet;

import io.lotabots.clients.StatusLine;
import io.lotabots.clients.Terminal;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.NodeOptions;
import io.lotabots.clients.node.Patience;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands around wallets have in common: where wallets are, how answers are printed, and the surroundings. */
final class WalletOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private WalletCommand parent;

    @Option(
            names = "--wallets",
            paramLabel = "DIR",
            description = "The folder of the wallets (default: ~/.config/lotabots/wallets).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    Wallets wallets() {
        return folder == null ? Wallets.usual() : new Wallets(folder);
    }

    /** Whether the answer is one JSON object. */
    boolean json() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    Terminal terminal() {
        return parent.terminal();
    }

    Clock clock() {
        return parent.clock();
    }

    Patience.Pacer pacer() {
        return parent.pacer();
    }

    /** How trouble on the way to a node is borne; each further attempt is told. */
    Patience patience() {
        return parent.patience(notice -> err().println("  " + notice));
    }

    StatusLine status() {
        return parent.status(err());
    }

    /** A client of the node that was asked for; the caller closes it. */
    NodeClient client(NodeOptions node) {
        return node.client(clock());
    }
}
