package io.lotabots.local.backup;

import io.lotabots.local.DataFolder;
import io.lotabots.local.StartException;
import io.lotabots.local.child.Reason;
import io.lotabots.local.child.TableFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/**
 * Copies a data folder, whether a platform runs on it or not, without stopping anything.
 *
 * <p>All tables stand in one file, of which SQLite makes a copy as of one moment. Objects come after it: they are written
 * before the row that names them, under names that follow from their content, and are never deleted, so that whatever the
 * copied rows name is there when its turn comes. What is written meanwhile may be in the copy too; nothing names it.
 */
final class Copier {
    private static final int FILES_A_LINE = 200;

    private final TableFiles tableFiles;
    private final Consumer<String> progress;
    private long files;
    private long bytes;

    Copier(TableFiles tableFiles, Consumer<String> progress) {
        this.tableFiles = tableFiles;
        this.progress = progress;
    }

    /** Files copied. */
    long files() {
        return files;
    }

    /** Bytes copied. */
    long bytes() {
        return bytes;
    }

    /** Copies what is kept of {@code from} into the new folder {@code to}, which only its owner may read. */
    void copy(DataFolder from, DataFolder to) {
        try {
            Files.createDirectories(to.database().getParent(), ownerOnly(to.root()));
            progress.accept("copying tables");
            tableFiles.copy(from.database(), to.database());
            count(to.database());
            for (Path file : new Path[] {from.secrets(), from.adminKey(), from.adminReadKey()}) {
                if (Files.exists(file)) {
                    Path copied = to.root().resolve(from.root().relativize(file));
                    Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
                    count(copied);
                }
            }
            if (Files.isDirectory(from.buckets())) {
                Files.walkFileTree(from.buckets(), new Buckets(from.buckets(), to.buckets()));
            }
        } catch (IOException e) {
            throw new StartException("the copy to " + to.root() + " did not succeed: " + Reason.of(e), e);
        }
    }

    private void count(Path copied) throws IOException {
        files++;
        bytes += Files.size(copied);
        if (files % FILES_A_LINE == 0) {
            progress.accept("copied " + files + " files");
        }
    }

    static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private final class Buckets extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Buckets(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                // With the extended attributes, in which S3Proxy keeps the type of an object.
                Path copied = to.resolve(from.relativize(file));
                Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
                count(copied);
            } catch (NoSuchFileException renamed) {
                // An object that is being written has a passing name; under its own it was not there in time.
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
