package io.lotabots.clients.node;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node is asked, and whom its certificate may come from. */
public final class NodeOptions {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    @Option(names = "--node", paramLabel = "URL", description = "The node's address (default: http://127.0.0.1:8099).")
    private @Nullable String node;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust beside the system's; verification itself cannot be turned off.")
    private @Nullable Path ca;

    /** The node's address. */
    public URI node() {
        return node == null ? NodeAddress.HERE : NodeAddress.of("--node", node);
    }

    /** A client of that node; the caller closes it. */
    public NodeClient client(Clock clock) {
        return new NodeClient(node(), Optional.ofNullable(ca), CALL_LIMIT, clock);
    }
}
