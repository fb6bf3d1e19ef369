package io.lotabots.settlement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** An archive as a folder of files: a copy of the bucket, each object under its key. */
public record FolderArchive(Path folder) implements Archive {
    /** More than any object of an epoch of a million miners has. */
    private static final int MAX_OBJECT_BYTES = 16 << 20;

    @Override
    public Optional<byte[]> object(String digest) {
        return digest.matches("[0-9a-f]{64}") ? read(Archive.objectKey(digest)) : Optional.empty();
    }

    @Override
    public Optional<byte[]> root(long epoch) {
        return read(Archive.rootKey(epoch));
    }

    /** The last epoch of which a root stands here. */
    public OptionalLong newest() {
        Path epochs = folder.resolve("epochs");
        if (!Files.isDirectory(epochs)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> folders = Files.list(epochs)) {
            return folders.filter(epoch -> epoch.getFileName().toString().matches("[0-9]{12}")
                            && Files.isRegularFile(epoch.resolve("root")))
                    .mapToLong(epoch -> Long.parseLong(epoch.getFileName().toString()))
                    .max();
        } catch (IOException e) {
            throw new UncheckedIOException("the archive " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> read(String key) {
        Path file = folder.resolve(key);
        try {
            if (Files.size(file) > MAX_OBJECT_BYTES) {
                throw new Malformed(key + " has more than " + MAX_OBJECT_BYTES + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the archive " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
