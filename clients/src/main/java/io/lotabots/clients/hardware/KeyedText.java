package io.lotabots.clients.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Text of lines {@code key : value}, as {@code /proc/cpuinfo}, {@code sysctl}, {@code dmidecode} and {@code system_profiler} print
 * it: blocks parted by blank lines, the first value of a key counts within a block.
 *
 * @param blocks keys and values, both stripped, in order
 */
record KeyedText(List<Map<String, String>> blocks) {
    private static final int MAX_BLOCKS = 4096;

    /** Reads lines that have the separator; others only matter when they are blank. */
    static KeyedText parse(String text, char separator) {
        var blocks = new ArrayList<Map<String, String>>();
        var block = new LinkedHashMap<String, String>();
        for (var line : (text + "\n\n").split("\n", -1)) {
            int at = line.indexOf(separator);
            if (at > 0) {
                block.putIfAbsent(
                        line.substring(0, at).strip(), line.substring(at + 1).strip());
            } else if (line.isBlank() && !block.isEmpty() && blocks.size() < MAX_BLOCKS) {
                blocks.add(block);
                block = new LinkedHashMap<>();
            }
        }
        return new KeyedText(List.copyOf(blocks));
    }

    /** No text at all. */
    static KeyedText empty() {
        return new KeyedText(List.of());
    }

    /** The first value that is not blank under any of these keys, the keys tried in order. */
    Optional<String> first(String... keys) {
        for (var key : keys) {
            for (var block : blocks) {
                var value = block.getOrDefault(key, "");
                if (!value.isBlank()) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    /** A value as a whole number; empty when it is absent or is none. */
    Optional<Long> number(String key) {
        return first(key).flatMap(Numbers::whole);
    }

    /** How many blocks have the key. */
    int count(String key) {
        return (int) blocks.stream().filter(block -> block.containsKey(key)).count();
    }
}
