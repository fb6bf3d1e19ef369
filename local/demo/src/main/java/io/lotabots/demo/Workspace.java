package io.lotabots.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the demo leaves nothing of: a folder that its owner alone can read, and the platform that stands on it. */
final class Workspace implements AutoCloseable {
    private final Path folder;
    private @Nullable AutoCloseable platform;
    private boolean kept;
    private volatile boolean stopped;

    Workspace() {
        try {
            folder = Files.createTempDirectory("lotabots-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Hands over what is to be stopped before the folder goes. */
    synchronized <T extends AutoCloseable> T closing(T running) {
        platform = running;
        return running;
    }

    /** Leaves the folder where it is, for whoever looks for a reason. */
    synchronized void keep() {
        kept = !stopped;
    }

    /** The folder, when it was left where it is. */
    synchronized Optional<Path> kept() {
        return kept ? Optional.of(folder) : Optional.empty();
    }

    /** Closes in the middle of the story, because whoever started it has seen enough. */
    void stop() {
        stopped = true;
        close();
    }

    /** Whether it was stopped: what goes wrong after that is no news. */
    boolean isStopped() {
        return stopped;
    }

    /** Stops the platform and removes the folder; a second call does nothing. */
    @Override
    public synchronized void close() {
        Optional.ofNullable(platform).ifPresent(Workspace::end);
        platform = null;
        if (!kept && Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Workspace::delete);
            } catch (IOException | UncheckedIOException e) {
                System.err.println("lotabots: " + folder + " could not be removed: " + e.getMessage());
            }
        }
    }

    private static void end(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            System.err.println("lotabots: the platform did not stop cleanly: " + e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
