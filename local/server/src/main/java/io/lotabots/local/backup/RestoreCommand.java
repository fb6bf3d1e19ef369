package io.lotabots.local.backup;

import io.lotabots.local.DataFolder;
import io.lotabots.local.Repository;
import io.lotabots.local.StartException;
import io.lotabots.local.aws.ProvisionException;
import io.lotabots.local.aws.TableRows;
import io.lotabots.local.child.ChildException;
import io.lotabots.local.child.Children;
import io.lotabots.local.child.Reason;
import io.lotabots.local.child.TableFiles;
import io.lotabots.local.template.Region;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots restore}: a data folder from a copy, or the ledger's tables from rows that an audit rebuilt. */
@Command(
        name = "lotabots restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Restores a platform on this machine, which must be stopped: from a copy, or the ledger from rows.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mv .lotabots .lotabots-before",
            "  lotabots restore .lotabots-backups/20260101T000000Z     a verified copy becomes .lotabots",
            "",
            "  lotabots audit --archive BUCKET --key HEX --rebuild rows",
            "  lotabots restore --rows rows                            tables of the ledger from the archive alone",
            "",
            "docs/runbooks/restore.md says which when. Exit status: 0 when it is restored, 1 when not."
        })
public final class RestoreCommand implements Callable<Integer> {
    private static final String ROWS = ".json";

    @Parameters(index = "0", arity = "0..1", paramLabel = "COPY", description = "A copy that lotabots backup made.")
    private @Nullable Path copy;

    @Option(
            names = "--rows",
            paramLabel = "DIR",
            description = "Rows that lotabots audit --rebuild wrote: each file replaces all rows of its table.")
    private @Nullable Path rows;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".lotabots",
            description = "The platform's data folder (default: .lotabots); new with COPY, there already with --rows.")
    private Path data = Path.of(".lotabots");

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line: exit status 1 when nothing is restored and 2 for wrong options, each with one plain line. */
    public static CommandLine commandLine() {
        return new CommandLine(new RestoreCommand()).setParameterExceptionHandler((wrong, arguments) -> {
            wrong.getCommandLine()
                    .getErr()
                    .println("lotabots: " + wrong.getMessage() + " (lotabots restore --help lists all)");
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        DataFolder to = new DataFolder(data.toAbsolutePath().normalize());
        Progress progress = new Progress(line.getErr(), Progress.onTerminal());
        try {
            Path from = copy;
            Path tables = rows;
            if (from != null && tables == null) {
                fromCopy(new DataFolder(from.toAbsolutePath().normalize()), to, progress, line.getOut());
            } else if (tables != null && from == null) {
                fromRows(tables, to, line.getOut());
            } else {
                throw new ParameterException(line, "give either a COPY or --rows DIR");
            }
            return 0;
        } catch (StartException | ChildException | ProvisionException e) {
            progress.done();
            line.getErr().println("lotabots: " + e.getMessage());
            return 1;
        }
    }

    private static void fromCopy(DataFolder from, DataFolder to, Progress progress, PrintWriter out) {
        if (!from.holdsData()) {
            throw new StartException("there is no copy of a platform's data in " + from.root());
        }
        if (Files.exists(to.root())) {
            throw new StartException(to.root() + " is there already: move it away first, a restore replaces nothing");
        }
        TableFiles tableFiles = new TableFiles(Repository.dynamoDbClassPath());
        DataFolder passing = new DataFolder(to.root().resolveSibling(to.root().getFileName() + ".unfinished"));
        Copier copier = new Copier(tableFiles, progress);
        copier.copy(from, passing);
        CopyCheck.Found found = new CopyCheck(passing, tableFiles, progress).run();
        progress.done();
        if (!found.problems().isEmpty()) {
            throw new StartException("the copy is not good, nothing is restored: "
                    + String.join(
                            "; ",
                            found.problems()
                                    .subList(0, Math.min(5, found.problems().size()))));
        }
        try {
            Files.move(passing.root(), to.root());
        } catch (IOException e) {
            throw new StartException("what is restored stays in " + passing.root() + ": " + Reason.of(e), e);
        }
        out.println("restored  " + to.root());
        out.println("tables    " + found.tables().size() + ", " + found.rows() + " rows");
        out.println("epoch     " + found.epoch().map(String::valueOf).orElse("none sealed"));
    }

    private static void fromRows(Path rows, DataFolder to, PrintWriter out) {
        if (!to.holdsData()) {
            throw new StartException(
                    "there are no tables in " + to.root() + ": start a platform on it once, and stop it");
        }
        AutoCloseable lock = to.lock();
        try (lock;
                Children children = Children.start(new Children.Settings(
                        Repository.dynamoDbClassPath(),
                        Repository.s3ClassPath(),
                        to.store(),
                        false,
                        line -> out.println("lotabots: " + line)));
                TableRows tables = new TableRows(children.dynamoDb(), Region.DEFAULT.name())) {
            SortedMap<String, Path> files = files(rows, tables.tables());
            for (String table : files.keySet()) {
                long count = tables.replace(table, Objects.requireNonNull(files.get(table)));
                out.println("restored  " + table + ", " + count + " rows");
            }
        } catch (IOException e) {
            throw new StartException("the rows in " + rows + " cannot be read: " + Reason.of(e), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StartException("the data folder was not given back: " + e.getMessage(), e);
        }
    }

    /** Files of rows by the physical name of their table; all are known before the first row is touched. */
    private static SortedMap<String, Path> files(Path rows, List<String> tables) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(rows)) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[a-z]{1,20}\\.json")) {
                    String word =
                            Character.toUpperCase(name.charAt(0)) + name.substring(1, name.length() - ROWS.length());
                    files.put(
                            tables.stream()
                                    .filter(table -> table.matches(".*-" + word + "[0-9A-F]{8}"))
                                    .findFirst()
                                    .orElseThrow(() -> new StartException("no table here takes the rows of " + file)),
                            file);
                }
            }
        }
        if (files.isEmpty()) {
            throw new StartException("there are no rows in " + rows);
        }
        return files;
    }
}
