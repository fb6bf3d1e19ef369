package io.lotabots.clients.miner;

import io.lotabots.clients.node.NodeClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code miner run} and {@code miner status} share; what is given here counts before the configuration file. */
final class SettingsOptions {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    @Option(names = "--node", paramLabel = "URL", description = "The node's address (default: http://127.0.0.1:8099).")
    private @Nullable String node;

    @Option(
            names = "--wallet",
            paramLabel = "NAME",
            description = "Whom the node credits (default: the address of the key, RTC and 40 hexadecimal digits).")
    private @Nullable String wallet;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The Ed25519 key (default: ~/.config/lotabots/miner/key).")
    private @Nullable Path key;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "JSON with wallet_id, node_url, attestation_interval, retry_attempts, backoff_base.")
    private @Nullable Path config;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust beside the system's; verification itself cannot be turned off.")
    private @Nullable Path ca;

    /** The defaults, then the configuration file, then the options. */
    Settings settings() {
        var settings = config == null ? Settings.DEFAULT : ConfigFile.read(config);
        if (node != null) {
            settings = settings.withNode("--node", node);
        }
        return wallet == null ? settings : settings.withWallet("--wallet", wallet);
    }

    Path keyFile() {
        return key == null ? MinerKey.defaultFile() : key;
    }

    NodeClient client(Settings settings, Clock clock) {
        return new NodeClient(settings.node(), Optional.ofNullable(ca), CALL_LIMIT, clock);
    }
}
