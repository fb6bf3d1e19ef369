package io.lotabots.clients.miner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.node.NodeAddress;
import io.lotabots.clients.node.Patience;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lotabots miner run}: attests this machine, once or every ten minutes. */
@Command(
        name = "run",
        description = "Attest this machine to a node, enrol it in the current epoch, and again every ten minutes.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots miner run                                  against a node on this machine",
            "  lotabots miner run --node https://node.example      against another one",
            "  lotabots miner run --once                           one cycle; status 0 if accepted and enrolled",
            "  lotabots miner run --dry-run                        print what would be sent, send nothing",
            "  lotabots miner run --config miner.json",
            "  lotabots miner run --tpm swtpm:host=127.0.0.1,port=2321   with a TPM that is not /dev/tpmrm0",
            "",
            "Stop it with Ctrl-C."
        })
public final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private MinerCommand parent;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "From one attestation to the next, 1 to 86400 (default: 600); spread by up to 5 %%.")
    private @Nullable Integer interval;

    @Option(names = "--once", description = "Run one cycle; exit status 0 only if accepted and enrolled.")
    private boolean once;

    @Option(names = "--dry-run", description = "Print the payload as JSON and send nothing.")
    private boolean dryRun;

    @Mixin
    private TpmOptions tpm = new TpmOptions();

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.settings();
        if (interval != null) {
            settings = settings.withInterval("--interval", interval);
        }
        var err = spec.commandLine().getErr();
        var progress = Progress.to(err);
        var measurements = parent.machine().with(progress);
        return dryRun ? printPayload(settings, measurements, progress) : mine(settings, measurements, progress);
    }

    private int mine(Settings settings, Measurements measurements, Progress progress) throws InterruptedException {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var who = Identity.of(MinerKey.loadOrCreate(options.keyFile()), settings.wallet());
        out.println("wallet " + who.wallet() + "  node " + settings.node()
                + (once ? "" : "  every " + settings.interval().toSeconds() + " s"));
        NodeAddress.openWay(settings.node()).ifPresent(err::println);
        var random = new SecureRandom();
        try (var node = options.client(settings, parent.clock());
                var hardware = tpm.step(node, who, options.keyFile())) {
            var patience = new Patience(settings.retries(), settings.backoffBase(), parent.pacer(), random, notice -> {
                progress.done();
                err.println("  " + notice);
            });
            var cycle = new Cycle(node, patience, who, measurements, hardware, parent.clock());
            var loop = new MinerLoop(cycle, settings.interval(), out, parent.pacer(), random, parent.clock(), progress);
            if (!once) {
                loop.forever();
                return 0;
            }
            var report = loop.once();
            Remarks.of(report).forEach(out::println);
            return report.succeeded() ? 0 : 1;
        }
    }

    /** Signs with the key when there is one, else with a passing one: a dry run leaves nothing behind. */
    private int printPayload(Settings settings, Measurements measurements, Progress progress) {
        var out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        var file = options.keyFile();
        boolean kept = Files.exists(file);
        var who = Identity.of(kept ? MinerKey.load(file) : MinerKey.passing(), settings.wallet());
        var machine = measurements.machine();
        ObjectNode body =
                Payload.of(who, machine, measurements.fingerprint(machine), measurements.entropy(), Payload.NO_NONCE);
        progress.done();
        err.println("note: nothing was sent; the nonce is all zeros because no challenge was asked for"
                + (kept ? "" : ", and the key was made for this print only"));
        out.println(pretty(Payload.signed(body, who.key())));
        return 0;
    }

    /** The same text with line breaks: numbers keep their digits. */
    static String pretty(String json) {
        try {
            var mapper = JsonMapper.builder()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the payload is no JSON", e);
        }
    }
}
