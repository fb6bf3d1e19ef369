package io.lotabots.clients.wallet;

import io.lotabots.clients.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a passphrase comes from when nobody is to be asked. */
final class PassphraseOption {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Read the passphrase from a file (mode 0600) instead of asking; LOTABOTS_PASSPHRASE in the"
                    + " environment does the same.")
    private @Nullable Path file;

    Passphrase from(Terminal terminal) {
        return new Passphrase(terminal, Optional.ofNullable(file));
    }
}
