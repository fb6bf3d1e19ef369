package io.lotabots.clients.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The machines that were written down in {@code machines/NAME.txt}. */
public final class Recordings {
    private Recordings() {}

    /** The recording of that name. */
    public static RecordedSources of(String name) {
        try (var in = Recordings.class.getResourceAsStream("/machines/" + name + ".txt")) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            return new RecordedSources(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A machine that has nothing at all. */
    public static RecordedSources nothing() {
        return new RecordedSources("");
    }
}
