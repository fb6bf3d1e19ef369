package io.lotabots.clients.attest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotabots attest collateral}: what vendors publish about their parts, brought to a node by hand. */
@Command(
        name = "collateral",
        description = "Bring revocation lists, chains and other collateral of vendors to a node.",
        mixinStandardHelpOptions = true,
        subcommands = CollateralImportCommand.class,
        synopsisSubcommandLabel = "COMMAND")
final class CollateralCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do, for example: lotabots attest collateral import --help");
    }
}
