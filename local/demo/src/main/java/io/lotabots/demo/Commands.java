package io.lotabots.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.clients.Lotabots;
import io.lotabots.clients.Terminal;
import io.lotabots.clients.miner.Measurements;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line that people type, run in this process: at the demo's own node, by the platform's clock, with wallets in
 * the demo's own folder under a passphrase that nobody learns.
 */
final class Commands {
    private static final Set<String> WITHOUT_NODE = Set.of("create", "import");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final URI node;
    private final Path folder;
    private final Clock clock;
    private final Terminal nobody = new Nobody(Map.of("LOTABOTS_PASSPHRASE", passphrase()));

    Commands(URI node, Path folder, Clock clock) {
        this.node = node;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * How a command ended.
     *
     * @param status 0 when it did what it was asked
     * @param complaint its last line of complaint
     */
    record Ended(int status, String complaint) {}

    /** The key of a miner of this name. */
    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Runs {@code miner run --once} on a machine. */
    Ended attest(Measurements.Source machine, String name) {
        StringWriter said = new StringWriter();
        int status = execute(
                machine,
                said,
                said,
                "miner",
                "run",
                "--once",
                "--key",
                key(name).toString());
        return new Ended(status, last(said));
    }

    /**
     * Runs a command with {@code --json}.
     *
     * @return what it prints
     * @throws Discrepancy when it does not end well
     */
    JsonNode json(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.add("--json");
        StringWriter said = new StringWriter();
        StringWriter complained = new StringWriter();
        int status = execute(Measurements::ofThisMachine, said, complained, all.toArray(String[]::new));
        if (status != 0) {
            throw new Discrepancy("lotabots " + String.join(" ", words) + " ended with status " + status + ": "
                    + last(complained.getBuffer().isEmpty() ? said : complained));
        }
        try {
            return JSON.readTree(said.toString());
        } catch (JsonProcessingException e) {
            throw new Discrepancy("lotabots " + String.join(" ", words) + " printed no JSON");
        }
    }

    private int execute(Measurements.Source machine, StringWriter out, StringWriter err, String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        if (words[0].equals("wallet")) {
            all.addAll(List.of("--wallets", folder.resolve("wallets").toString()));
        }
        if (!WITHOUT_NODE.contains(words[1])) {
            all.addAll(List.of("--node", node.toString()));
        }
        return Lotabots.commandLine(
                        new PrintWriter(out, true), new PrintWriter(err, true), nobody, clock, Thread::sleep, machine)
                .execute(all.toArray(String[]::new));
    }

    private static String last(StringWriter said) {
        return said.toString().lines().reduce("it said nothing", (before, line) -> line.strip());
    }

    private static String passphrase() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Nobody can be asked; the passphrase stands in the environment. */
    private record Nobody(Map<String, String> environment) implements Terminal {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public Optional<String> line(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<char[]> secret(String question) {
            return Optional.empty();
        }
    }
}
