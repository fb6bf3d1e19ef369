package io.lotabots.clients.wallet;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.crypto.RtcAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The wallets in a folder, one file each: {@code NAME.json}.
 *
 * @param folder where they are; made with the first one
 */
record Wallets(Path folder) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String ENDING = ".json";
    private static final int MOST = 10_000;

    /**
     * One wallet.
     *
     * @param name its name here; nodes do not know it
     */
    record Named(String name, Path file, Keystore keystore) {}

    /** Where wallets are when nobody says otherwise. */
    static Wallets usual() {
        return new Wallets(OwnerFile.configFolder().resolve("wallets"));
    }

    /** A name that a wallet can have. */
    static String name(String given) {
        if (RtcAddress.isAddress(given)) {
            throw new PlainError("a wallet's name cannot be an address, got " + given);
        }
        if (!NAME.matcher(given).matches()) {
            throw new PlainError(
                    "a wallet's name is 1 to 64 of the characters A-Z a-z 0-9 _ -, not _ or - at first, got "
                            + (given.isEmpty() ? "nothing" : NodeAnswer.printable(given)));
        }
        return given;
    }

    /** Whether there is a wallet of this name. */
    boolean has(String name) {
        return NAME.matcher(name).matches() && Files.exists(file(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Refuses a name that is taken. */
    void requireFree(String name) {
        if (has(name)) {
            throw new PlainError("there is a wallet " + name + " at " + file(name) + " already; it is not replaced");
        }
    }

    /** Keeps a new wallet. */
    Named add(String name, Keystore keystore) {
        try {
            OwnerFile.createWhole(file(name(name)), keystore.bytes());
            return new Named(name, file(name), keystore);
        } catch (FileAlreadyExistsException e) {
            throw new PlainError("there is a wallet " + name + " at " + file(name) + " already; it is not replaced", e);
        } catch (IOException e) {
            throw new PlainError(
                    "the wallet cannot be written to " + file(name) + ": "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** The wallet of a name. */
    Named get(String name) {
        var file = file(name(name));
        if (!Files.exists(file)) {
            var others = names();
            throw new PlainError("there is no wallet " + name + " in " + folder
                    + (others.isEmpty()
                            ? "; `lotabots wallet create` makes one"
                            : "; there are " + String.join(", ", others.subList(0, Math.min(10, others.size())))));
        }
        try {
            OwnerFile.requireOwnerOnly("the wallet", file);
            if (Files.size(file) > Keystore.MAX_BYTES) {
                throw new PlainError(file + " is no wallet: it is larger than " + Keystore.MAX_BYTES + " bytes");
            }
            return new Named(name, file, Keystore.parse(file.toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new PlainError("the wallet at " + file + " cannot be read", e);
        }
    }

    /** The one wallet of this folder, or the one that is named {@code main}. */
    Named only() {
        var names = names();
        if (names.size() == 1) {
            return get(names.getFirst());
        }
        if (names.contains("main")) {
            return get("main");
        }
        throw new PlainError(
                names.isEmpty()
                        ? "there is no wallet in " + folder + "; `lotabots wallet create` makes one"
                        : "say which wallet: " + String.join(", ", names.subList(0, Math.min(10, names.size()))));
    }

    /** The names of all wallets, sorted. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            var names = new ArrayList<String>();
            for (var file : files) {
                var name = file.getFileName().toString();
                name = name.substring(0, name.length() - ENDING.length());
                if (NAME.matcher(name).matches()) {
                    names.add(name);
                }
                if (names.size() > MOST) {
                    throw new PlainError(folder + " holds more than " + MOST + " wallets");
                }
            }
            return names.stream().sorted().toList();
        } catch (IOException e) {
            throw new PlainError("the wallets in " + folder + " cannot be listed", e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ENDING);
    }
}
