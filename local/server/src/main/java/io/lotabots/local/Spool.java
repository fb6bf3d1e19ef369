package io.lotabots.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Events on their way to the platform, in a folder beside its data: whoever has one leaves it there, whether the platform
 * runs or is stopped, and it is delivered when it runs. Each file holds an array of events in EventBridge's envelope.
 *
 * @param folder made with the first event
 */
public record Spool(Path folder) {
    /** The bus of AWS itself, and of whoever names none. */
    static final String DEFAULT_BUS = "default";

    private static final String WHOLE = ".events.json";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FILES = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The spool of a data folder. */
    public static Spool of(Path data) {
        return new Spool(data.resolve("events"));
    }

    /** Leaves events on the default bus; they are there wholly or not at all. */
    public void leave(List<? extends JsonNode> events) throws IOException {
        leave(DEFAULT_BUS, events);
    }

    /** Leaves events on a bus. @param bus letters, digits, dots, hyphens and underscores */
    void leave(String bus, List<? extends JsonNode> events) throws IOException {
        Files.createDirectories(folder);
        String name = UUID.randomUUID() + "@" + bus;
        Path passing = folder.resolve(name + ".new");
        Files.write(passing, JSON.writeValueAsBytes(events));
        Files.move(passing, folder.resolve(name + WHOLE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The bus that a file's events were left on. */
    static String bus(Path file) {
        String name = String.valueOf(file.getFileName());
        int at = name.indexOf('@');
        return at < 0 ? DEFAULT_BUS : name.substring(at + 1, name.length() - WHOLE.length());
    }

    /** Files with events that wait, the oldest name first. */
    List<Path> waiting() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(WHOLE))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events in a file; none when it is no such file any more. @throws IOException when it cannot be read */
    static List<JsonNode> events(Path file) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try {
            if (Files.size(file) <= MOST_BYTES) {
                JSON.readTree(Files.readAllBytes(file)).forEach(events::add);
            }
        } catch (NoSuchFileException | JsonProcessingException none) {
            return List.of();
        }
        return events;
    }
}
