package io.lotabots.demo;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.Terminal;
import io.lotabots.local.Logs;
import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import io.lotabots.local.StartException;
import io.lotabots.local.Synth;
import io.lotabots.local.aws.ProvisionException;
import io.lotabots.local.child.ChildException;
import io.lotabots.local.template.TemplateException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the platform in memory and tells one epoch on it, from evidence to money. */
@Command(
        name = "lotabots demo",
        mixinStandardHelpOptions = true,
        version = "lotabots 0.1.0-SNAPSHOT",
        sortOptions = false,
        description = {
            "Shows the whole way from evidence to money in about a minute: starts the platform in memory, lets three"
                    + " machines attest, pays an epoch, sends a transfer, verifies and audits.",
            "",
            "The platform's clock is moved; no rule is shortened: slots, delays and limits are the protocol's own."
                    + " Nothing is kept, and nothing leaves this machine."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots demo",
            "  lotabots demo --stage prod      as in production: a virtual machine weighs nothing",
            "  lotabots demo > story.txt       plain text",
            "",
            "Exit status: 0 when everything adds up, 1 on any difference, 2 wrong options."
        })
public final class Demo implements Callable<Integer> {
    /** What a transfer waits in the protocol; the stage {@code dev} is quicker by itself. */
    private static final Duration CONFIRMATION = Duration.ofDays(1);

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            defaultValue = "dev",
            description = "dev, or prod with production's settings as they are (default: dev).")
    private String stage = "dev";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".lotabots",
            description = "Keeps the synthesised templates for the next time (default: .lotabots).")
    private Path data = Path.of(".lotabots");

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    public static void main(String[] arguments) {
        Logs.plain();
        // Functions take over the standard output of this process later.
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(commandLine(out, err).execute(arguments));
    }

    /** The command line: exit status 1 when something is not as told and 2 for wrong options, each with one plain line. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Demo())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((wrong, arguments) -> {
                    wrong.getCommandLine()
                            .getErr()
                            .println("lotabots: " + wrong.getMessage() + " (lotabots demo --help lists all)");
                    return CommandLine.ExitCode.USAGE;
                });
    }

    @Override
    public Integer call() throws InterruptedException {
        long started = System.nanoTime();
        PrintWriter err = spec.commandLine().getErr();
        Terminal terminal = Terminal.ofThisProcess();
        Voice voice = new Voice(
                spec.commandLine().getOut(),
                err,
                terminal.isThere(),
                terminal.environment().containsKey("NO_COLOR"));
        Workspace workspace = new Workspace();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(workspace::stop));
        try {
            tell(workspace, voice, started);
            return 0;
        } catch (Discrepancy
                | StartException
                | TemplateException
                | ProvisionException
                | ChildException
                | PlainError
                | UncheckedIOException e) {
            if (!workspace.isStopped()) {
                voice.progress("");
                err.println("lotabots: " + e.getMessage());
            }
            return 1;
        } finally {
            workspace.close();
            workspace.kept().ifPresent(logs -> err.println("lotabots: what the platform wrote is in " + logs));
        }
    }

    private void tell(Workspace workspace, Voice voice, long started) throws InterruptedException {
        voice.title("LotaBots: from evidence to money");
        voice.progress("synthesising the templates of stage " + stage);
        Path assembly = new Synth(repository, data.resolve("synth")).assembly(stage, settings());
        voice.progress("starting the platform");
        Duration moved;
        try {
            Logs.redirect(workspace.folder());
            Platform platform = workspace.closing(Platform.start(Options.inMemory(assembly, workspace.folder())));
            moved = new Story(platform, workspace.folder(), voice).tell();
        } catch (RuntimeException e) {
            workspace.keep();
            throw e;
        }
        voice.line(Duration.ofNanos(System.nanoTime() - started).toSeconds() + " seconds here; " + moved.toDays()
                + " days, " + moved.toHoursPart() + " hours and " + moved.toMinutesPart()
                + " minutes by the platform's clock.");
        voice.line("");
        voice.title("Next:");
        voice.line("./lotabots up                   the same platform on http://127.0.0.1:8099, to stay");
        voice.line("./lotabots miner run --once     then, in another terminal: this machine attests to it");
        voice.line("./lotabots --help               everything else");
    }

    private static SortedMap<String, String> settings() {
        return new TreeMap<>(Map.of("confirmationSeconds", Long.toString(CONFIRMATION.toSeconds())));
    }
}
