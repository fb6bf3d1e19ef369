package io.lotabots.clients;

import io.lotabots.clients.account.KeyCommand;
import io.lotabots.clients.account.LoginCommand;
import io.lotabots.clients.account.LogoutCommand;
import io.lotabots.clients.account.OrgCommand;
import io.lotabots.clients.account.ProjectCommand;
import io.lotabots.clients.account.TokenCommand;
import io.lotabots.clients.account.WhoamiCommand;
import io.lotabots.clients.attest.AttestCommand;
import io.lotabots.clients.audit.AuditCommand;
import io.lotabots.clients.miner.Measurements;
import io.lotabots.clients.miner.MinerCommand;
import io.lotabots.clients.node.Patience;
import io.lotabots.clients.wallet.WalletCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line that people run.
 *
 * <p>Exit status: 0 done, 1 not done (one line says why), 2 wrong options or configuration.
 */
@Command(
        name = "lotabots",
        description =
                "Mine, keep wallets, send RTC, manage organisations, appraise evidence, and check what a node says.",
        mixinStandardHelpOptions = true,
        version = "lotabots 0.1.0-SNAPSHOT",
        subcommands = AttestCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Lotabots implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    /** Runs one command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = commandLine(out, err).execute(arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** The whole command line of this process, writing to {@code out} and {@code err}. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(out, err, Terminal.ofThisProcess(), Clock.systemUTC(), Thread::sleep);
    }

    /**
     * The whole command line in other surroundings.
     *
     * @param terminal who is asked for passphrases and consent
     * @param clock the time
     * @param pacer waits between two questions to a node
     */
    public static CommandLine commandLine(
            PrintWriter out, PrintWriter err, Terminal terminal, Clock clock, Patience.Pacer pacer) {
        return commandLine(out, err, terminal, clock, pacer, Measurements::ofThisMachine);
    }

    /**
     * The whole command line in other surroundings, on another machine.
     *
     * @param terminal who is asked for passphrases and consent
     * @param clock the time
     * @param pacer waits between two questions to a node
     * @param machine what the miner measures
     */
    public static CommandLine commandLine(
            PrintWriter out,
            PrintWriter err,
            Terminal terminal,
            Clock clock,
            Patience.Pacer pacer,
            Measurements.Source machine) {
        return new CommandLine(new Lotabots())
                .addSubcommand(new MinerCommand(machine, clock, pacer))
                .addSubcommand(new WalletCommand(terminal, clock, pacer))
                .addSubcommand(new AuditCommand(terminal, clock, pacer))
                .addSubcommand(new LoginCommand(terminal, clock))
                .addSubcommand(new LogoutCommand())
                .addSubcommand(new WhoamiCommand())
                .addSubcommand(new TokenCommand())
                .addSubcommand(new OrgCommand())
                .addSubcommand(new ProjectCommand())
                .addSubcommand(new KeyCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler((wrong, arguments) -> {
                    wrong.getCommandLine().getErr().println("lotabots: " + wrong.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof PlainError plain) {
                        command.getErr().println("lotabots: " + plain.getMessage());
                        return plain.status();
                    }
                    if (failure instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: lotabots miner run --help");
    }
}
