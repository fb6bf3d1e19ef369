package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.Columns;
import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.Table;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of who is signed in have in common: which node, where the tokens are, how answers are printed. */
final class AccountOptions {
    /** An API key or access token that is used in place of who is signed in. */
    private static final String VARIABLE = "LOTABOTS_TOKEN";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "The folder of tokens and of the wallet's key (default: ~/.config/lotabots).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    URI node() {
        return node.node();
    }

    Path folder() {
        return folder == null ? OwnerFile.configFolder() : folder;
    }

    Credentials credentials() {
        return new Credentials(folder());
    }

    /** The node in the name of who is signed in; the caller closes it. */
    Signed signed() {
        return Signed.with(
                System.getenv().getOrDefault(VARIABLE, ""), node(), node.client(Clock.systemUTC()), credentials());
    }

    NodeOptions nodeOptions() {
        return node;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a thing, as JSON or as a table of some of its fields. */
    int show(JsonNode thing, String... fields) {
        if (json) {
            out().println(thing.toPrettyString());
            return 0;
        }
        var table = new Table();
        for (var field : fields) {
            table.row(field.replace('_', ' '), text(thing, field));
        }
        out().println(table);
        return 0;
    }

    /** Prints a list, as JSON or as a table of some of the fields of each. */
    int list(JsonNode list, String nothing, String... fields) {
        if (json) {
            out().println(list.toPrettyString());
            return 0;
        }
        if (list.isEmpty()) {
            out().println(nothing);
            return 0;
        }
        var headings = new String[fields.length];
        for (int i = 0; i < fields.length; i++) {
            headings[i] = fields[i].replace('_', ' ').toUpperCase(Locale.ROOT);
        }
        var columns = new Columns("l".repeat(fields.length), headings);
        for (var one : list) {
            var cells = new String[fields.length];
            for (int i = 0; i < fields.length; i++) {
                cells[i] = text(one, fields[i]);
            }
            columns.row(cells);
        }
        out().println(columns);
        return 0;
    }

    private static String text(JsonNode thing, String field) {
        var value = thing.path(field);
        if (value.isArray()) {
            var words = new StringBuilder();
            value.forEach(word -> words.append(words.isEmpty() ? "" : " ").append(word.asText()));
            return NodeAnswer.printable(words.toString());
        }
        return value.isNull() || value.isMissingNode() ? "-" : NodeAnswer.printable(value.asText());
    }
}
