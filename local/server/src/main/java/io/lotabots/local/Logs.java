package io.lotabots.local;

import io.lotabots.local.child.Reason;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where functions write their lines: a file beside the data, so that the terminal stays readable. A file that has grown
 * past {@value #MAX_BYTES} bytes is put aside when the platform starts.
 */
public final class Logs {
    private static final long MAX_BYTES = 64L << 20;

    private Logs() {}

    /** Writes warnings in one line each, unless the JVM was told otherwise; to be called before anything warns. */
    public static void plain() {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%6$s%n");
        }
    }

    /**
     * Sends what functions and the gateway write to standard output into {@code data/log/functions.log}.
     *
     * @return the file
     * @throws StartException when it cannot be written
     */
    public static Path redirect(Path data) {
        Path folder = data.resolve("log");
        Path file = folder.resolve("functions.log");
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(file, folder.resolve("functions.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            System.setOut(new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + Reason.of(e), e);
        }
    }
}
