package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Columns;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAddress;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.NodeOptions;
import io.lotabots.clients.node.Patience;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots attest collateral import DIR}: loads a folder through the node's own check. */
@Command(
        name = "import",
        description = {
            "Load collateral from a folder, for a node that cannot fetch it.",
            "The path of a file below DIR is its key, as amd/milan/vcek/crl, with or without .der, .crl, .pem or .json;"
                    + " the chain of its signer lies beside it as NAME.issuers. A name with %% is a percent-encoded"
                    + " address, as crl/http%%3A%%2F%%2Fvendor.example%%2Fca.crl. The node stores what its vendor signed.",
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  lotabots attest collateral import collateral --admin-key-file data/admin-key")
final class CollateralImportCommand implements Callable<Integer> {
    /** Operators may ask a few times a minute: a folder takes as long as the node says. */
    private static final int RETRIES = 8;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Mixin
    private final NodeOptions options = new NodeOptions();

    @Parameters(paramLabel = "DIR", description = "A folder of collateral.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--admin-key-file",
            paramLabel = "FILE",
            required = true,
            description = "The file that holds the node's admin key.")
    @SuppressWarnings("NullAway.Init")
    private Path adminKeyFile;

    private final Clock clock;
    private final Patience.Pacer pacer;

    CollateralImportCommand() {
        this(Clock.systemUTC(), Thread::sleep);
    }

    CollateralImportCommand(Clock clock, Patience.Pacer pacer) {
        this.clock = clock;
        this.pacer = pacer;
    }

    @Override
    public Integer call() throws InterruptedException {
        String key = new String(CollateralFiles.bytes(adminKeyFile), StandardCharsets.UTF_8).strip();
        if (!key.matches("[!-~]{32,256}")) {
            throw new PlainError(adminKeyFile + " must hold an admin key of 32 to 256 visible characters");
        }
        List<CollateralFiles.Piece> pieces = CollateralFiles.in(folder);
        if (pieces.isEmpty()) {
            throw PlainError.notDone("no collateral in " + folder);
        }
        PrintWriter err = spec.commandLine().getErr();
        NodeAddress.openWay(options.node()).ifPresent(err::println);
        Patience patience = new Patience(RETRIES, 2, pacer, RandomGenerator.getDefault(), err::println);
        Columns table = new Columns("lll", "collateral", "outcome", "current until, or why not");
        int taken = 0;
        try (NodeClient client = options.client(clock)) {
            for (CollateralFiles.Piece piece : pieces) {
                String body = body(piece);
                NodeAnswer answer = patience.call(() -> client.post("/v1/collateral", body, "X-Admin-Key", key));
                boolean done = answer.isDone();
                taken += done ? 1 : 0;
                table.row(piece.key(), done ? "taken" : "refused", done ? until(answer) : why(answer));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(table);
        out.println();
        out.println(taken + " of " + pieces.size() + " taken");
        return taken == pieces.size() ? 0 : 1;
    }

    private static String body(CollateralFiles.Piece piece) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("key", piece.key());
        body.put("content", Base64.getEncoder().encodeToString(CollateralFiles.bytes(piece.file())));
        piece.issuers()
                .ifPresent(
                        file -> body.put("issuers", Base64.getEncoder().encodeToString(CollateralFiles.bytes(file))));
        return body.toString();
    }

    private static String until(NodeAnswer answer) {
        OptionalLong until = answer.whole("fresh_until");
        return until.isPresent() && until.getAsLong() <= Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(until.getAsLong()).toString()
                : "";
    }

    private static String why(NodeAnswer answer) {
        return answer.text("detail").orElseGet(() -> answer.refusal().toString());
    }
}
