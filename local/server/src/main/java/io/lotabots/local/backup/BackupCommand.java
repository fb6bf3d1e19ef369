package io.lotabots.local.backup;

import io.lotabots.local.DataFolder;
import io.lotabots.local.Repository;
import io.lotabots.local.Spool;
import io.lotabots.local.StartException;
import io.lotabots.local.child.ChildException;
import io.lotabots.local.child.Reason;
import io.lotabots.local.child.TableFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotabots backup}: copies a data folder, verifies the copy, and tells the platform that it is backed up. */
@Command(
        name = "lotabots backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Copies the data of a platform on this machine, running or stopped, and verifies the copy: tables,"
                        + " objects by their digests, every sealed epoch by an audit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots backup                            .lotabots into .lotabots-backups, 24 copies kept",
            "  lotabots backup --to /mnt/disk --keep 168  onto another disk, a week of hourly copies",
            "  0 * * * * cd ~/lotabots && ./lotabots backup    every hour, in a crontab",
            "  lotabots up --data .lotabots-backups/20260101T000000Z --port 0    looks into a copy",
            "  lotabots restore .lotabots-backups/20260101T000000Z               goes back to it",
            "",
            "Exit status: 0 when the copy is good, 1 when there is none or it is not."
        })
public final class BackupCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".lotabots",
            description = "The platform's data folder (default: .lotabots).")
    private Path data = Path.of(".lotabots");

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = ".lotabots-backups",
            description = "Holds the copies, each in a folder named by its time (default: .lotabots-backups).")
    private Path to = Path.of(".lotabots-backups");

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "24",
            description = "How many copies to keep, the newest ones, 1 to 100000 (default: 24).")
    private int keep;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param clock the time of the platform whose data is copied */
    public BackupCommand(InstantSource clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(InstantSource.system()).execute(arguments));
    }

    /** The command line: exit status 1 when there is no good copy and 2 for wrong options, each with one plain line. */
    public static CommandLine commandLine(InstantSource clock) {
        return new CommandLine(new BackupCommand(clock)).setParameterExceptionHandler((wrong, arguments) -> {
            wrong.getCommandLine()
                    .getErr()
                    .println("lotabots: " + wrong.getMessage() + " (lotabots backup --help lists all)");
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (keep < 1 || keep > 100_000) {
            throw new ParameterException(line, "--keep is 1 to 100000, got " + keep);
        }
        Progress progress = new Progress(line.getErr(), Progress.onTerminal());
        try {
            return backUp(progress, line.getOut(), line.getErr());
        } catch (StartException | ChildException e) {
            progress.done();
            line.getErr().println("lotabots: " + e.getMessage());
            return 1;
        }
    }

    private int backUp(Progress progress, PrintWriter out, PrintWriter err) {
        DataFolder from = new DataFolder(data.toAbsolutePath().normalize());
        Path copies = to.toAbsolutePath().normalize();
        if (!from.holdsData()) {
            throw new StartException("there is no data of a platform in " + from.root());
        }
        if (copies.startsWith(from.store())) {
            throw new StartException("--to must lie outside of the data that is copied, got " + copies);
        }
        Backups backups = new Backups(copies);
        Instant begun = clock.instant();
        String name = Backups.name(begun);
        TableFiles tableFiles = new TableFiles(Repository.dynamoDbClassPath());
        Copier copier = new Copier(tableFiles, progress);
        copier.copy(from, backups.unfinished(name));
        CopyCheck.Found found = new CopyCheck(backups.unfinished(name), tableFiles, progress).run();
        progress.done();
        if (!found.problems().isEmpty()) {
            err.println("lotabots: the copy " + backups.unfinished(name).root() + " is not good:");
            found.problems().forEach(problem -> err.println("  " + problem));
            return 1;
        }
        DataFolder copy = backups.finish(name);
        report(from, name, List.copyOf(found.tables().keySet()), begun);
        List<String> pruned = backups.prune(keep);
        out.println("copy      " + copy.root());
        out.println("files     " + copier.files() + ", " + copier.bytes() + " bytes");
        out.println("tables    " + found.tables().size() + ", " + found.rows() + " rows");
        out.println("objects   " + found.objects() + " of the archive, each with the digest that names it");
        out.println("epochs    "
                + found.audit()
                        .map(audit -> audit.firstEpoch() + " to " + audit.lastEpoch() + ", " + audit.seals()
                                + " seals audited")
                        .orElse("none sealed"));
        pruned.forEach(old -> out.println("deleted   " + old));
        out.println();
        out.println("the copy is good");
        return 0;
    }

    /** Leaves word for the platform; it is taken up at once, or when the platform starts. */
    private void report(DataFolder from, String name, List<String> tables, Instant begun) {
        try {
            Spool.of(from.root())
                    .leave(CompletedBackup.events(CompletedBackup.region(from), name, tables, begun, clock.instant()));
        } catch (IOException e) {
            throw new StartException("the copy is good, but the platform cannot be told: " + Reason.of(e), e);
        }
    }
}
