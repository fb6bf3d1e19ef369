package io.lotabots.clients.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one machine printed, from {@code machines/NAME.txt}: sections {@code === file PATH}, {@code === run COMMAND}, {@code === exists PATH}. */
public final class RecordedSources implements Sources {
    private final Map<String, String> sections = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private RecordedSources(String text) {
        for (var section : text.split("(?m)^=== ")) {
            var lines = section.split("\n", 2);
            sections.put(lines[0].strip(), lines.length > 1 ? lines[1].strip() : "");
        }
    }

    /** The recording of that name. */
    public static RecordedSources of(String name) {
        try (var in = RecordedSources.class.getResourceAsStream("/machines/" + name + ".txt")) {
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

    @Override
    public Optional<String> file(String path) {
        return Optional.ofNullable(sections.get("file " + path)).filter(text -> !text.isEmpty());
    }

    @Override
    public boolean exists(String path) {
        return sections.keySet().stream()
                .filter(key -> key.startsWith("file ") || key.startsWith("exists "))
                .map(key -> key.split(" ", 2)[1])
                .anyMatch(known -> known.equals(path) || known.startsWith(path + "/"));
    }

    @Override
    public List<String> list(String folder) {
        return sections.keySet().stream()
                .filter(key -> key.startsWith("file ") || key.startsWith("exists "))
                .map(key -> key.split(" ", 2)[1])
                .filter(path -> path.startsWith(folder + "/"))
                .map(path -> path.substring(folder.length() + 1).split("/", 2)[0])
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Optional<String> run(String... command) {
        var output = sections.get("run " + String.join(" ", command));
        if (output == null) {
            missing.add(command[0] + " is not installed");
        }
        return Optional.ofNullable(output).filter(text -> !text.isEmpty());
    }

    @Override
    public List<String> notes() {
        return new ArrayList<>(missing);
    }
}
