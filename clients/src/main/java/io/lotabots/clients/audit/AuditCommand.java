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
import io.lotabots.settlement.Audit;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
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
        var err = spec.commandLine().getErr();
        try (var client = node.client(clock)) {
            var known = keys.keys(client, err);
            var patience = new Patience(
                    RETRIES, BACKOFF_BASE, pacer, new SecureRandom(), notice -> err.println("  " + notice));
            var archive = new RemoteArchive(client, patience, Optional.ofNullable(cache));
            var status = new StatusLine(err, terminal.isThere());
            var audit = new Audit(archive, known, (at, done, of) -> progress(status, at, done, of));
            var report = epoch == null ? audit.chain(newest(client)) : audit.epoch(epoch);
            status.done();
            spec.commandLine().getOut().println(json ? json(report, archive) : text(report, archive));
            return report.differences().isEmpty() ? 0 : 1;
        } catch (UncheckedIOException e) {
            err.println("lotabots: the audit ended early: " + said(e));
            return 1;
        }
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

    private String text(Audit.Report report, RemoteArchive archive) {
        var table = new Table()
                .row("node", node.node().toString())
                .row(
                        "epochs",
                        report.firstEpoch() == report.lastEpoch()
                                ? Long.toString(report.lastEpoch())
                                : report.firstEpoch() + " to " + report.lastEpoch())
                .row("seals", Long.toString(report.seals()))
                .row("shares", Long.toString(report.shares()))
                .row("minted", Rtc.shown(report.minted()).toPlainString() + " RTC")
                .row("supply", Rtc.shown(report.supply()).toPlainString() + " RTC")
                .row("downloaded", archive.downloaded() + " bytes")
                .row("differences", Integer.toString(report.differences().size()));
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

    private String json(Audit.Report report, RemoteArchive archive) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("ok", report.differences().isEmpty())
                .put("node", node.node().toString())
                .put("first_epoch", report.firstEpoch())
                .put("last_epoch", report.lastEpoch())
                .put("seals", report.seals())
                .put("shares", report.shares())
                .put("minted_i64", report.minted())
                .put("supply_i64", report.supply())
                .put("downloaded_bytes", archive.downloaded());
        var lines = object.putArray("differences");
        report.differences().forEach(lines::add);
        return object.toPrettyString();
    }

    private static String said(UncheckedIOException e) {
        var cause = e.getCause();
        return cause == null || cause.getMessage() == null ? String.valueOf(e.getMessage()) : cause.getMessage();
    }
}
