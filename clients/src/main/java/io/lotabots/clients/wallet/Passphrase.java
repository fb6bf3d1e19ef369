package io.lotabots.clients.wallet;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.Terminal;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a passphrase comes from: a file, else the environment variable {@value #VARIABLE}, else whoever sits at the terminal, without echo.
 * Never the command line, which others on the machine can read.
 */
record Passphrase(Terminal terminal, Optional<Path> file) {
    static final String VARIABLE = "LOTABOTS_PASSPHRASE";
    static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    /** The passphrase of a wallet that is there, as UTF-8 in the normal form NFKC. */
    byte[] of(String name) {
        var given = given();
        return bytes(given.isPresent() ? given.get() : asked("Passphrase of wallet " + name + ": "));
    }

    /** The passphrase for a new wallet: of at least {@value #SHORTEST} characters, and typed twice. */
    byte[] forNew(String name) {
        var given = given();
        var first = given.isPresent() ? given.get() : asked("New passphrase for wallet " + name + ": ");
        if (first.length < SHORTEST) {
            throw new PlainError("a passphrase has at least " + SHORTEST + " characters, got " + first.length
                    + "; take several words");
        }
        if (given.isEmpty() && !Arrays.equals(first, asked("The same passphrase again: "))) {
            throw new PlainError("the two passphrases differ; nothing was made");
        }
        return bytes(first);
    }

    private Optional<char[]> given() {
        if (file.isPresent()) {
            return Optional.of(ofFile(file.get()).toCharArray());
        }
        return Optional.ofNullable(terminal.environment().get(VARIABLE)).map(String::toCharArray);
    }

    private static String ofFile(Path file) {
        try {
            OwnerFile.requireOwnerOnly("the passphrase", file);
            if (Files.size(file) > LONGEST * 4L) {
                throw new PlainError("--passphrase-file " + file + " is larger than " + LONGEST * 4 + " bytes");
            }
            return Files.readString(file).replaceFirst("\\r?\\n\\z", "");
        } catch (IOException e) {
            throw new PlainError("--passphrase-file " + file + " cannot be read", e);
        }
    }

    private char[] asked(String question) {
        if (!terminal.isThere()) {
            throw new PlainError(
                    "there is no terminal to ask for the passphrase: give --passphrase-file FILE, or set " + VARIABLE);
        }
        return terminal.secret(question).orElseThrow(() -> new PlainError("no passphrase was given"));
    }

    private static byte[] bytes(char[] typed) {
        if (typed.length == 0 || typed.length > LONGEST) {
            throw new PlainError("a passphrase has 1 to " + LONGEST + " characters, got " + typed.length);
        }
        var bytes = Normalizer.normalize(CharBuffer.wrap(typed), Normalizer.Form.NFKC)
                .getBytes(StandardCharsets.UTF_8);
        Arrays.fill(typed, '\0');
        return bytes;
    }
}
