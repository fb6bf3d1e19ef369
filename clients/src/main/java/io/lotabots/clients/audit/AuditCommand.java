package io.lotabots.clients.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.StatusLine;
import io.lotabots.clients.Table;
import io.lotabots.clients.Terminal;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.NodeOptions;
import io.lotabots.clients.node.Patience;
import io.lotabots.crypto.Rtc;
import io.lotabots.settlement.Archive;
import io.lotabots.settlement.Audit;
import io.lotabots.settlement.FolderArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotabots audit}: recomputes what a node says it paid, from its archive alone. */
@Command(
        name = "audit",
        description = "Recompute sealed epochs from a node's archive: shares, sums, balances, signatures.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots audit                                       every epoch of the node on this machine",
            "  lotabots audit --node https://node.example --epoch 353",
            "  lotabots audit --cache audited --json                downloads nothing twice",
            "  lotabots audit --archive copied-bucket --key HEX     without a node, from a copy of its bucket",
            "  lotabots audit --archive copied-bucket --key HEX --rebuild rows",
            "                                                       and writes the ledger's tables anew",
            "",
            "Exit status: 0 when every unit is accounted for, 1 on any difference."
        })
public final class AuditCommand implements Callable<Integer> {
    private static final int RETRIES = 4;
    private static final double BACKOFF_BASE = 2;

    private static final int MOST_SHOWN = 100;
    private static final int SEALS_A_LINE = 100;

    private final Terminal terminal;
    private final Clock clock;
    private final Patience.Pacer pacer;

    private SortedMap<String, Long> written = new TreeMap<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(
            names = "--epoch",
            paramLabel = "N",
            description = "Audit only the seal that ends with this epoch (default: every one, from the first).")
    private @Nullable Long epoch;

    @Option(names = "--cache", paramLabel = "DIR", description = "Keep what was downloaded here for the next time.")
    private @Nullable Path cache;

    @Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "Read a copy of the archive's bucket instead of asking the node.")
    private @Nullable Path folder;

    @Option(
            names = "--rebuild",
            paramLabel = "DIR",
            description = "Write every row of the ledger's tables as of the last seal, as the audit rebuilds them; only"
                    + " when there is no difference. A file a table, in DynamoDB's JSON.")
    private @Nullable Path rebuild;

    @Option(
            names = "--confirmation-seconds",
            paramLabel = "N",
            defaultValue = "86400",
            description =
                    "With --rebuild: the stage's delay of transfers, for those that are pending (default: 86400).")
    private long confirmationSeconds;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** The command, with who watches it, the time and how it waits. */
    public AuditCommand(Terminal terminal, Clock clock, Patience.Pacer pacer) {
        this.terminal = terminal;
        this.clock = clock;
        this.pacer = pacer;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (epoch != null && epoch < 0) {
            throw new PlainError("--epoch must be 0 or more, got " + epoch);
        }
        if (rebuild != null && epoch != null) {
            throw new PlainError("--rebuild starts at the first epoch: leave --epoch out");
        }
        if (confirmationSeconds < 0) {
            throw new PlainError("--confirmation-seconds must be 0 or more, got " + confirmationSeconds);
        }
        try {
            return folder == null ? ofNode() : ofFolder(new FolderArchive(folder));
        } catch (UncheckedIOException e) {
            spec.commandLine().getErr().println("lotabots: the audit ended early: " + said(e));
            return 1;
        }
    }

    private int ofNode() throws InterruptedException {
        var err = spec.commandLine().getErr();
        try (var client = node.client(clock)) {
            var known = keys.keys(client, err);
            var patience = new Patience(
                    RETRIES, BACKOFF_BASE, pacer, new SecureRandom(), notice -> err.println("  " + notice));
            var archive = new RemoteArchive(client, patience, Optional.ofNullable(cache));
            var last = epoch == null ? newest(client) : epoch;
            var report = audit(archive, known, last);
            return tell(report, node.node().toString(), archive.downloaded());
        }
    }

    private int ofFolder(FolderArchive archive) {
        var known = keys.pinned();
        if (known.isEmpty()) {
            throw new PlainError("--archive needs --key: a copy says nothing of whose signatures count");
        }
        var last = epoch != null
                ? epoch
                : archive.newest()
                        .orElseThrow(() -> PlainError.notDone(
                                "there is no sealed epoch in " + archive.folder() + " (no epochs/*/root)"));
        return tell(audit(archive, known, last), archive.folder().toString(), 0);
    }

    private Audit.Report audit(Archive archive, Map<String, byte[]> known, long last) {
        var status = new StatusLine(spec.commandLine().getErr(), terminal.isThere());
        var audit = new Audit(archive, known, (at, done, of) -> progress(status, at, done, of));
        try {
            return epoch != null
                    ? audit.epoch(last)
                    : rebuild == null ? audit.chain(last) : rebuilt(audit, last, rebuild);
        } finally {
            status.done();
        }
    }

    /** Rows of an archive that has differences are worth nothing: none are left behind. */
    private Audit.Report rebuilt(Audit audit, long last, Path to) {
        try {
            if (Files.exists(to)) {
                throw new PlainError("--rebuild writes a new folder, and " + to + " is there already");
            }
            Path passing = to.resolveSibling(to.getFileName() + ".new");
            Audit.Report report;
            try (var rows = new RebuiltRows(passing, confirmationSeconds)) {
                report = audit.chain(last, rows);
                rows.finish();
                written = rows.counts();
            }
            if (report.differences().isEmpty()) {
                Files.move(passing, to);
            } else {
                for (String table : written.keySet()) {
                    Files.delete(RebuiltRows.file(passing, table));
                }
                Files.delete(passing);
                written = new TreeMap<>();
            }
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int tell(Audit.Report report, String where, long downloaded) {
        spec.commandLine().getOut().println(json ? json(report, where, downloaded) : text(report, where, downloaded));
        return report.differences().isEmpty() ? 0 : 1;
    }

    /** The newest sealed epoch. */
    private static long newest(NodeClient client) throws InterruptedException {
        var answer = client.get("/archive/epochs/latest");
        if (!answer.isDone()) {
            throw PlainError.notDone("the node shows no sealed epoch: " + answer.refusal());
        }
        return answer.whole("sealed_epoch")
                .orElseThrow(() -> PlainError.notDone("the node shows no sealed epoch: "
                        + answer.without("sealed_epoch").refusal()));
    }

    private void progress(StatusLine status, long at, long done, long of) {
        status.show("audited epoch " + at + ", " + done + " of " + of);
        if (!status.terminal() && done % SEALS_A_LINE == 0) {
            spec.commandLine().getErr().println("audited epoch " + at + ", " + done + " of " + of);
        }
    }

    private String text(Audit.Report report, String where, long downloaded) {
        var table = new Table()
                .row(folder == null ? "node" : "archive", where)
                .row(
                        "epochs",
                        report.firstEpoch() == report.lastEpoch()
                                ? Long.toString(report.lastEpoch())
                                : report.firstEpoch() + " to " + report.lastEpoch())
                .row("seals", Long.toString(report.seals()))
                .row("shares", Long.toString(report.shares()))
                .row("minted", Rtc.shown(report.minted()).toPlainString() + " RTC")
                .row("supply", Rtc.shown(report.supply()).toPlainString() + " RTC")
                .row("downloaded", downloaded + " bytes")
                .row("differences", Integer.toString(report.differences().size()));
        written.forEach((name, rows) -> table.row("rebuilt " + name, rows + " rows"));
        var text = new StringBuilder(table.toString()).append(System.lineSeparator());
        report.differences().stream()
                .limit(MOST_SHOWN)
                .forEach(
                        line -> text.append(System.lineSeparator()).append("  ").append(line));
        if (report.differences().isEmpty()) {
            return text.append(System.lineSeparator())
                    .append("every unit is accounted for")
                    .toString();
        }
        if (report.differences().size() > MOST_SHOWN) {
            text.append(System.lineSeparator()).append("  and more: --json lists all");
        }
        return text.toString();
    }

    private String json(Audit.Report report, String where, long downloaded) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("ok", report.differences().isEmpty())
                .put(folder == null ? "node" : "archive", where)
                .put("first_epoch", report.firstEpoch())
                .put("last_epoch", report.lastEpoch())
                .put("seals", report.seals())
                .put("shares", report.shares())
                .put("minted_i64", report.minted())
                .put("supply_i64", report.supply())
                .put("downloaded_bytes", downloaded);
        var rows = object.putObject("rebuilt_rows");
        written.forEach(rows::put);
        var lines = object.putArray("differences");
        report.differences().forEach(lines::add);
        return object.toPrettyString();
    }

    private static String said(UncheckedIOException e) {
        var cause = e.getCause();
        return cause == null || cause.getMessage() == null ? String.valueOf(e.getMessage()) : cause.getMessage();
    }
}
