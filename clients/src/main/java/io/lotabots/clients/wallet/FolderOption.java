package io.lotabots.clients.wallet;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where wallets are. */
final class FolderOption {
    @Option(
            names = "--wallets",
            paramLabel = "DIR",
            description = "The folder of the wallets (default: ~/.config/lotabots/wallets).")
    private @Nullable Path folder;

    Wallets wallets() {
        return folder == null ? Wallets.usual() : new Wallets(folder);
    }
}
