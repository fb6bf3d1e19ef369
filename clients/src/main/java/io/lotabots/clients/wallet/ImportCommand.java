package io.lotabots.clients.wallet;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.miner.MinerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotabots wallet import}: a wallet from words, from a key file, or from this machine's miner. */
@Command(
        name = "import",
        description = "Bring a wallet back from its words, or take over the key of a miner.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots wallet import savings              asks for the words",
            "  lotabots wallet import rig --miner          what this machine's miner earns",
            "  lotabots wallet import old --key old.key    64 hexadecimal digits, the Ed25519 seed",
            "  lotabots wallet import savings --words-file words.txt"
        })
final class ImportCommand implements Callable<Integer> {
    private static final int MAX_WORDS_BYTES = 1024;

    @Mixin
    private WalletOptions common = new WalletOptions();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The wallet's name here (default: main).")
    private String name = "main";

    @ArgGroup
    private From from = new From();

    /** At most one of these. */
    private static final class From {
        @Option(names = "--words-file", paramLabel = "FILE", description = "Read the words from a file (mode 0600).")
        private @Nullable Path words;

        @Option(names = "--key", paramLabel = "FILE", description = "A file (mode 0600) with the Ed25519 seed.")
        private @Nullable Path key;

        @Option(names = "--miner", description = "The key of this machine's miner.")
        private boolean miner;
    }

    @Override
    public Integer call() {
        var wallets = common.wallets();
        wallets.requireFree(Wallets.name(name));
        var seed = seed();
        var secret = passphrase.from(common.terminal()).forNew(name);
        var keystore = Keystore.seal(
                seed,
                secret,
                common.clock().instant().getEpochSecond(),
                Scrypt.USUAL_N,
                Scrypt.USUAL_P,
                new SecureRandom());
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(secret, (byte) 0);
        var made = wallets.add(name, keystore);
        common.out().println(common.json() ? Described.json(made).toPrettyString() : Described.wallet(made));
        return 0;
    }

    private byte[] seed() {
        if (from.miner) {
            return MinerKey.seedOf(MinerKey.defaultFile());
        }
        if (from.key != null) {
            return MinerKey.seedOf(from.key);
        }
        return Words.key(Words.parse(from.words == null ? typed() : read(from.words)));
    }

    private String typed() {
        if (!common.terminal().isThere()) {
            throw new PlainError(
                    "there is no terminal to ask for the words: give --words-file FILE, --key FILE or --miner");
        }
        return common.terminal()
                .line("The words, with blanks between them: ")
                .orElseThrow(() -> new PlainError("no words were given"));
    }

    private static String read(Path file) {
        try {
            OwnerFile.requireOwnerOnly("the words", file);
            if (Files.size(file) > MAX_WORDS_BYTES) {
                throw new PlainError("--words-file " + file + " is larger than " + MAX_WORDS_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new PlainError("--words-file " + file + " cannot be read", e);
        }
    }
}
