package io.lotabots.clients.attest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotabots attest}: what can be done with hardware evidence. */
@Command(
        name = "attest",
        description = "Appraise hardware evidence on this machine, against the vendors' pinned roots.",
        mixinStandardHelpOptions = true,
        subcommands = {VerifyCommand.class, ConformanceCommand.class, CollateralCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots attest verify report.bin --format sev-snp --part leaf=vcek.der --nonce 4f1c...",
            "  lotabots attest conformance vectors",
            "  lotabots attest collateral import collateral --admin-key-file data/admin-key",
        })
public final class AttestCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: lotabots attest verify --help");
    }
}
