package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Table;
import io.lotabots.clients.node.NodeAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lotabots miner status}: this miner, and what a node says about it. */
@Command(
        name = "status",
        description = "Show this miner's wallet and what a node says about it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots miner status",
            "  lotabots miner status --node https://node.example --json",
            "  lotabots miner status --wallet RTC0123456789abcdef0123456789abcdef01234567"
        })
public final class StatusCommand implements Callable<Integer> {
    /** Fields of an attestation that are worth a row, whichever of the two answers has them. */
    private static final List<String> ROWS = List.of(
            "status",
            "attested",
            "enrolled",
            "fingerprint_passed",
            "weight",
            "hardware_tier",
            "device_family",
            "device_arch",
            "hardware_type",
            "entropy_score",
            "antiquity_multiplier");

    private static final List<String> TIMES = List.of("first_attest", "last_attest", "last_seen", "expires_at");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private MinerCommand parent;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private record Who(String wallet, Optional<MinerKey> key, Path file) {}

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.settings();
        var who = who(settings);
        try (var node = options.client(settings, parent.clock())) {
            var view = NodeView.of(node, who.wallet());
            spec.commandLine()
                    .getOut()
                    .println(
                            json
                                    ? RunCommand.pretty(
                                            json(settings, who, view).toString())
                                    : table(settings, who, view));
            return view.epoch().status() == 0 ? 1 : 0;
        }
    }

    /** A wallet that was named is looked up without a key. */
    private Who who(Settings settings) {
        var file = options.keyFile();
        if (settings.wallet().isPresent() && !Files.exists(file)) {
            return new Who(settings.wallet().get(), Optional.empty(), file);
        }
        var key = MinerKey.load(file);
        return new Who(settings.wallet().orElseGet(key::address), Optional.of(key), file);
    }

    private static String table(Settings settings, Who who, NodeView view) {
        var table = new Table().row("wallet", who.wallet());
        who.key()
                .ifPresent(key -> table.row("public key", key.publicKeyHex())
                        .row("key file", who.file().toString()));
        table.row("node", settings.node().toString());
        table.row("epoch", said(view.epoch(), "epoch"));
        if (view.epoch().isDone()) {
            table.row("slot", said(view.epoch(), "slot")).row("enrolled miners", said(view.epoch(), "enrolled_miners"));
        }
        attestation(table, view.attestation());
        table.row("balance", balance(view.balance()));
        return table.toString();
    }

    private static void attestation(Table table, NodeAnswer answer) {
        if (!answer.isDone()) {
            table.row("attestation", noAttestation(answer));
            return;
        }
        for (var field : ROWS) {
            answer.text(field).ifPresent(value -> table.row(field.replace('_', ' '), value));
        }
        for (var field : TIMES) {
            answer.whole(field).ifPresent(second -> table.row(field.replace('_', ' '), time(second)));
        }
    }

    private static String noAttestation(NodeAnswer answer) {
        if (!NodeView.isNotServed(answer)) {
            return answer.refusal().toString();
        }
        return answer.body().isObject() && !answer.trouble().isEmpty()
                ? "none: " + answer.trouble()
                : "not served by this node";
    }

    private static String time(long epochSecond) {
        try {
            return Instant.ofEpochSecond(epochSecond).toString();
        } catch (DateTimeException e) {
            return Long.toString(epochSecond);
        }
    }

    private static String balance(NodeAnswer answer) {
        if (NodeView.isNotServed(answer)) {
            return "not served by this node";
        }
        return answer.isDone()
                ? said(answer, "amount_rtc") + " RTC"
                : answer.refusal().toString();
    }

    private static String said(NodeAnswer answer, String field) {
        return answer.isDone()
                ? answer.text(field).orElse("?")
                : answer.refusal().toString();
    }

    private static ObjectNode json(Settings settings, Who who, NodeView view) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("wallet", who.wallet());
        who.key()
                .ifPresent(key -> json.put("public_key", key.publicKeyHex())
                        .put("key_file", who.file().toString()));
        json.put("node", settings.node().toString());
        put(json, "epoch", view.epoch());
        put(json, "attestation", view.attestation());
        put(json, "balance", view.balance());
        return json;
    }

    /** What the node said, or null and the reason beside it. */
    private static void put(ObjectNode json, String name, NodeAnswer answer) {
        if (answer.isDone()) {
            json.set(name, answer.body());
        } else {
            json.putNull(name);
            json.put(
                    name + "_refusal",
                    NodeView.isNotServed(answer)
                            ? "not served"
                            : answer.refusal().toString());
        }
    }
}
