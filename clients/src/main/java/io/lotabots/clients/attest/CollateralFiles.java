package io.lotabots.clients.attest;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Collateral in a folder: the path below it is the key, as {@code amd/milan/vcek/crl}, with or without an ending such as
 * {@code .der}; a name with {@code %} is an address, percent-encoded, and has no ending. The chain of a signer lies beside
 * what it signed, under the same name with {@code .issuers} added.
 */
final class CollateralFiles {
    /** Longest piece that a node takes, in bytes. */
    static final int MOST_BYTES = 700 * 1024;

    private static final int MOST_FILES = 500;
    private static final int MOST_DEPTH = 8;
    private static final String ISSUERS = ".issuers";
    private static final Pattern ENDING = Pattern.compile("\\.(der|crl|pem|json|xml|bin)$");

    private CollateralFiles() {}

    /** @param issuers the file with the chain of its signer */
    record Piece(String key, Path file, Optional<Path> issuers) {}

    /** Every piece in a folder, by key. @throws PlainError when it cannot be read, or two files have one key */
    static List<Piece> in(Path folder) {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder, MOST_DEPTH)) {
            files = found.filter(Files::isRegularFile).limit(MOST_FILES + 1L).toList();
        } catch (IOException e) {
            throw new PlainError("cannot read the folder " + folder, e);
        }
        if (files.size() > MOST_FILES) {
            throw new PlainError(folder + " must hold at most " + MOST_FILES + " files");
        }
        List<Piece> pieces = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!name.endsWith(ISSUERS) && !name.startsWith(".")) {
                pieces.add(new Piece(key(folder, file), file, beside(file, name)));
            }
        }
        pieces.sort(Comparator.comparing(Piece::key));
        for (int i = 1; i < pieces.size(); i++) {
            if (pieces.get(i).key().equals(pieces.get(i - 1).key())) {
                throw new PlainError(
                        pieces.get(i - 1).file() + " and " + pieces.get(i).file() + " have the same key "
                                + pieces.get(i).key());
            }
        }
        return pieces;
    }

    /** The bytes of a file. @throws PlainError when it cannot be read or is too long */
    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new PlainError(file + " must have at most " + MOST_BYTES + " bytes, has " + Files.size(file));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PlainError("cannot read " + file, e);
        }
    }

    private static Optional<Path> beside(Path file, String name) {
        return Stream.of(name, ENDING.matcher(name).replaceFirst(""))
                .map(stem -> file.resolveSibling(stem + ISSUERS))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String key(Path folder, Path file) {
        List<String> parts = new ArrayList<>();
        folder.relativize(file).forEach(part -> parts.add(part.toString()));
        String last = parts.removeLast();
        if (!last.contains("%")) {
            parts.add(ENDING.matcher(last).replaceFirst(""));
            return String.join("/", parts);
        }
        try {
            parts.add(URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            throw new PlainError(file + " is not percent-encoded", malformed);
        }
        return String.join("/", parts);
    }
}
