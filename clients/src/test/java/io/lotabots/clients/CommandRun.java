package io.lotabots.clients;

import io.lotabots.clients.node.LedgerNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The whole command line against one node and one folder of wallets, at a time that stands still, with waits that are only counted. */
public final class CommandRun {
    /** The time. */
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LedgerNode node;
    private final Path wallets;
    private final List<Duration> waits = new ArrayList<>();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private Typist typist = new Typist();

    /** Commands against this node. */
    public CommandRun(LedgerNode node, Path wallets) {
        this.node = node;
        this.wallets = wallets;
    }

    /** Who sits at the keyboard for the next commands. */
    public CommandRun with(Typist next) {
        typist = next;
        return this;
    }

    /** Runs a wallet command that asks no node; the exit status. */
    public int alone(String... words) {
        return run(List.of(), words);
    }

    /** Runs a wallet command with the node's address; the exit status. */
    public int wallet(String... words) {
        return run(List.of("--node", node.address().toString()), words);
    }

    /** Runs any command; the exit status. */
    public int any(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        return Lotabots.commandLine(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        typist,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        waits::add)
                .execute(words);
    }

    /** What the last command printed. */
    public String out() {
        return out.toString();
    }

    /** What the last command said beside it. */
    public String err() {
        return err.toString();
    }

    /** All waits so far. */
    public List<Duration> waits() {
        return waits;
    }

    private int run(List<String> more, String... words) {
        var all = new ArrayList<>(List.of("wallet"));
        all.addAll(List.of(words));
        all.addAll(List.of("--wallets", wallets.toString()));
        all.addAll(more);
        return any(all.toArray(String[]::new));
    }
}
