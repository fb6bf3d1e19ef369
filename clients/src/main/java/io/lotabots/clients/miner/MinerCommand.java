package io.lotabots.clients.miner;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotabots miner}: the commands around the miner. */
@Command(
        name = "miner",
        description = "Attest this machine's hardware to a node.",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, StatusCommand.class})
public final class MinerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: lotabots miner run, or lotabots miner status");
    }
}
