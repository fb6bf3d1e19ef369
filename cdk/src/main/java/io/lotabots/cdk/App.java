package io.lotabots.cdk;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Synthesises one stage. The CDK command line starts it without options and says what it wants by context:
 * {@code -c stage=prod -c set=alarmEmail=ops@example.org}; several settings are parted by semicolons.
 */
@Command(name = "cdk", description = "Writes the cloud assembly of one stage.", sortOptions = false)
public final class App implements Callable<Integer> {

    @Option(names = "--stage", paramLabel = "dev|prod", description = "the preset; dev when absent")
    private @Nullable String stage;

    @Option(names = "--out", paramLabel = "DIR", description = "where the assembly goes; cdk/target/cdk.out/<stage>")
    private @Nullable Path out;

    @Option(names = "--set", paramLabel = "key=value", description = "replaces one setting of the stage")
    private List<String> set = new ArrayList<>();

    /** Runs the command and ends the process with its status: 0, 1 when it cannot be done, 2 when asked wrongly. */
    public static void main(String... arguments) {
        System.exit(run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), arguments));
    }

    static int run(PrintWriter errors, String... arguments) {
        return new CommandLine(new App())
                .setErr(errors)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
                        command.getErr().println(failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        Context context = Context.of(System.getenv());
        List<String> assignments = new ArrayList<>(context.assignments());
        assignments.addAll(set);
        Stage settled = Stage.named(
                        Optional.ofNullable(stage).or(context::stage).orElse("dev"))
                .withAll(assignments);
        Path folder = Optional.ofNullable(out)
                .or(context::folder)
                .orElseGet(() -> Checkout.here().file("cdk/target/cdk.out").resolve(settled.name()));
        Synth.to(settled, folder);
        return 0;
    }
}
