package io.lotabots.clients.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one machine printed, written down in a text: sections {@code === file PATH}, {@code === run COMMAND} and {@code === exists PATH},
 * each with what stood there. What comes before the first section is a description.
 */
public final class RecordedSources implements Sources {
    private final Map<String, String> sections = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    /** A recording; a machine without sections has nothing at all. */
    public RecordedSources(String text) {
        for (var section : text.split("(?m)^=== ")) {
            var lines = section.split("\n", 2);
            sections.put(lines[0].strip(), lines.length > 1 ? lines[1].strip() : "");
        }
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
