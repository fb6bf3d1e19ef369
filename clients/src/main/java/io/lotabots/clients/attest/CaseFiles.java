package io.lotabots.clients.attest;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files below a conformance folder. */
final class CaseFiles {
    /** No evidence, log or manifest is longer. */
    private static final long MOST_BYTES = 16L << 20;

    private final Path folder;

    CaseFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The bytes of one file. */
    byte[] read(String path) {
        return read(within(path));
    }

    /** The bytes of each file that a path names, whose last part may hold {@code *}; in the order of their names. */
    List<byte[]> readAll(String pattern) {
        Path path = within(pattern);
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(parent(path), name(path))) {
            files.forEach(found::add);
        } catch (IOException unreadable) {
            throw PlainError.notDone("cannot read " + pattern + " in " + folder + ": " + unreadable.getMessage());
        }
        found.sort(null);
        return found.stream().map(CaseFiles::read).toList();
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw PlainError.notDone(file + " is longer than " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw PlainError.notDone("cannot read " + unreadable.getMessage());
        }
    }

    private Path within(String path) {
        Path file = folder.resolve(path.replace('*', '\u0001')).normalize();
        if (!file.startsWith(folder)) {
            throw PlainError.notDone("cases.json names a file outside its folder: " + path);
        }
        return Path.of(file.toString().replace('\u0001', '*'));
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
