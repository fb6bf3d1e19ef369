package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots key}: API keys, for programs. */
@Command(
        name = "key",
        description = "Make API keys for programs, list and revoke them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots key create ci --scope projects:read --project \"Example Robotics/chat\" --days 90",
            "  lotabots key list",
            "  lotabots key revoke 2f1c6f9e-7d0c-4c52-9a55-6a8a1d1b6f1e"
        })
public final class KeyCommand implements Runnable {
    private static final long DAY_SECONDS = 86_400;
    private static final String[] SHOWN = {"key_id", "name", "hint", "scopes", "expires_at", "last_used_at"};

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: lotabots key create, list or revoke");
    }

    @Command(name = "create", description = "Make a key; it is shown this once.", mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--scope",
                            required = true,
                            paramLabel = "SCOPE",
                            description = "What it opens, such as projects:read; several times for several.")
                    List<String> scopes,
            @Option(names = "--project", paramLabel = "PROJECT", description = "The one project that it is for.")
                    @Nullable
                    String project,
            @Option(names = "--days", paramLabel = "DAYS", description = "For how long it works (default: for ever).")
                    @Nullable
                    Long days,
            @Mixin AccountOptions common)
            throws InterruptedException {
        try (var signed = common.signed()) {
            var wish = JsonNodeFactory.instance.objectNode().put("name", name);
            scopes.forEach(wish.putArray("scopes")::add);
            if (days != null) {
                wish.put("expires_in", Math.multiplyExact(days, DAY_SECONDS));
            }
            if (project != null) {
                var path = "/api/v1/projects/" + Lookup.project(signed, project);
                wish.put("project", signed.data("GET", path).path("project_uid").asText());
            }
            var made = signed.done("POST", "/v1/keys", wish.toString());
            var shown = JsonNodeFactory.instance
                    .objectNode()
                    .put("api_key", made.path("api_key").asText())
                    .setAll((ObjectNode) made.path("key"));
            return common.show(shown, "api_key", "key_id", "name", "scopes", "expires_at");
        }
    }

    @Command(name = "list", description = "List your keys, newest first.", mixinStandardHelpOptions = true)
    int list(@Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            return common.list(signed.done("GET", "/v1/keys", "").path("keys"), "no keys", SHOWN);
        }
    }

    @Command(name = "revoke", description = "Delete a key: it is refused at once.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "KEY_ID") String id, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            signed.done("DELETE", "/v1/keys/" + Lookup.segment(id), "");
            common.out().println("revoked " + id);
            return 0;
        }
    }
}
