package io.lotabots.clients.wallet;

import io.lotabots.clients.StatusLine;
import io.lotabots.clients.Terminal;
import io.lotabots.clients.node.Patience;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotabots wallet}: the commands around wallets. */
@Command(
        name = "wallet",
        description = "Keep keys, look at balances, send RTC.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CreateCommand.class,
            ImportCommand.class,
            ListCommand.class,
            BalanceCommand.class,
            SendCommand.class,
            HistoryCommand.class,
            VerifyCommand.class
        })
public final class WalletCommand implements Runnable {
    private static final int RETRIES = 4;
    private static final double BACKOFF_BASE = 2;

    private final Terminal terminal;
    private final Clock clock;
    private final Patience.Pacer pacer;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    /**
     * The commands.
     *
     * @param terminal who is asked for passphrases and consent
     * @param clock gives the numbers that order a wallet's transfers
     * @param pacer waits
     */
    public WalletCommand(Terminal terminal, Clock clock, Patience.Pacer pacer) {
        this.terminal = terminal;
        this.clock = clock;
        this.pacer = pacer;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which: lotabots wallet create, import, list, balance, send, history or verify");
    }

    Terminal terminal() {
        return terminal;
    }

    Clock clock() {
        return clock;
    }

    Patience.Pacer pacer() {
        return pacer;
    }

    Patience patience(Consumer<String> notice) {
        return new Patience(RETRIES, BACKOFF_BASE, pacer, new SecureRandom(), notice);
    }

    StatusLine status(PrintWriter err) {
        return new StatusLine(err, terminal.isThere());
    }
}
