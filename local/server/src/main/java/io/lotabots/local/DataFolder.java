package io.lotabots.local;

import io.lotabots.local.child.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where a platform on this machine keeps what. */
public record DataFolder(Path root) {
    /** All tables, as DynamoDB Local writes them. */
    public Path database() {
        return store().resolve("dynamodb").resolve("shared-local-instance.db");
    }

    /** Every bucket, a folder each. */
    public Path buckets() {
        return store().resolve("s3");
    }

    public Path secrets() {
        return store().resolve("secrets.json");
    }

    public Path adminKey() {
        return root.resolve(AdminKey.FILE);
    }

    public Path adminReadKey() {
        return root.resolve(AdminKey.READ_FILE);
    }

    /** What the engines keep, with their logs. */
    public Path store() {
        return root.resolve("store");
    }

    /** Whether anything is stored here. */
    public boolean holdsData() {
        return Files.exists(database()) || Files.exists(secrets());
    }

    /**
     * Takes the folder for this process alone, until it is given back or the process ends.
     *
     * @throws StartException in one line, when a platform runs on it
     */
    public AutoCloseable lock() {
        Path file = store().resolve("lock");
        try {
            Files.createDirectories(store());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = held(channel);
            if (lock == null) {
                channel.close();
                throw new StartException("the data folder " + root + " is in use: a platform runs on it");
            }
            return channel;
        } catch (IOException e) {
            throw new StartException("the data folder " + root + " cannot be used: " + Reason.of(e), e);
        }
    }

    private static @Nullable FileLock held(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisProcess) {
            return null;
        }
    }
}
