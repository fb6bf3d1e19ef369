package io.lotabots.clients.miner;

import io.lotabots.clients.node.Patience;
import java.time.Clock;
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
    private final Measurements.Source machine;
    private final Clock clock;
    private final Patience.Pacer pacer;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    /**
     * The commands.
     *
     * @param machine what is attested
     * @param clock stamps headers and lines
     * @param pacer waits
     */
    public MinerCommand(Measurements.Source machine, Clock clock, Patience.Pacer pacer) {
        this.machine = machine;
        this.clock = clock;
        this.pacer = pacer;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: lotabots miner run, or lotabots miner status");
    }

    Measurements.Source machine() {
        return machine;
    }

    Clock clock() {
        return clock;
    }

    Patience.Pacer pacer() {
        return pacer;
    }
}
