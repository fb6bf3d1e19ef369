package io.lotabots.local;

import io.lotabots.local.aws.ProvisionException;
import io.lotabots.local.child.ChildException;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.template.TemplateException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the platform on this machine and runs it until it is stopped. */
@Command(
        name = "lotabots up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs the whole platform on this machine: HTTP API, functions, tables, buckets, secrets, schedules.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots up                              on http://127.0.0.1:8099, data in .lotabots",
            "  lotabots up --memory --port 0            nothing kept, any free port",
            "  lotabots up --set slotSeconds=1          another setting of the stage",
            "  lotabots up --process                    each function in a JVM of its own",
            "  lotabots up --trust-proxy                behind nginx or caddy on this machine"
        })
public final class Up implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "8099",
            description = "Port on 127.0.0.1, 0 for any free one (default: 8099).")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".lotabots",
            description = "Folder for tables, buckets, secrets and the admin keys (default: .lotabots).")
    private Path data = Path.of(".lotabots");

    @Option(names = "--memory", description = "Keep tables, buckets and secrets in memory alone.")
    private boolean memory;

    @Option(names = "--stage", defaultValue = "dev", description = "Stage whose settings apply (default: dev).")
    private String stage = "dev";

    @Option(names = "--process", description = "Run each function in its own process, under the Lambda runtime.")
    private boolean process;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a setting of the stage, e.g. slotSeconds=1; may be repeated.")
    private List<String> assignments = List.of();

    @Option(
            names = "--trust-proxy",
            description = "Take the client's address from X-Real-IP, else the first hop of X-Forwarded-For.")
    private boolean trustProxy;

    @Option(
            names = "--admin-key-file",
            paramLabel = "FILE",
            description = "Holds the admin key, at least 32 characters (default: DIR/admin-key, made when absent).")
    private @Nullable Path adminKeyFile;

    @Option(names = "--assembly", paramLabel = "DIR", description = "Run this CDK assembly instead of synthesising.")
    private @Nullable Path assembly;

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        Logs.plain();
        System.exit(commandLine().execute(arguments));
    }

    /** The command line: exit status 1 when the platform cannot start and 2 for wrong options, each with one plain line. */
    public static CommandLine commandLine() {
        return new CommandLine(new Up()).setParameterExceptionHandler((wrong, arguments) -> {
            wrong.getCommandLine()
                    .getErr()
                    .println("lotabots: " + wrong.getMessage() + " (lotabots up --help lists all)");
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        try {
            Options options = options();
            Path log = Logs.redirect(data);
            Platform platform = Platform.start(options);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(platform::close));
            announce(platform, log, out);
            new CountDownLatch(1).await();
            return 0;
        } catch (StartException | TemplateException | ProvisionException | ChildException e) {
            command.commandLine().getErr().println("lotabots: " + e.getMessage());
            return 1;
        }
    }

    private Options options() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new StartException("--port is 0 to 65535, got " + port);
        }
        Path built =
                assembly != null ? assembly : new Synth(repository, data.resolve("synth")).assembly(stage, settings());
        return new Options(
                built,
                data,
                port,
                memory,
                process ? Functions.Mode.OWN_PROCESS : Functions.Mode.IN_PROCESS,
                trustProxy,
                Optional.ofNullable(adminKeyFile),
                line -> System.out.println(line),
                name -> true);
    }

    private SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        for (String assignment : assignments) {
            int sign = assignment.indexOf('=');
            if (sign < 1) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--set takes KEY=VALUE, such as slotSeconds=1, got: " + assignment);
            }
            settings.put(assignment.substring(0, sign), assignment.substring(sign + 1));
        }
        return settings;
    }

    private void announce(Platform platform, Path log, PrintWriter out) {
        out.println("LotaBots on this machine, stage " + stage);
        out.println();
        Overview.lines(platform).forEach(out::println);
        out.println("  log    " + log);
        out.println();
        out.println("ready " + platform.uri());
        out.println();
        out.println("next, in another terminal:");
        out.println("  ./lotabots miner run --once" + (port == 8099 ? "" : " --node " + platform.uri()));
        out.println("  curl " + platform.uri() + "/epoch");
        out.flush();
    }
}
