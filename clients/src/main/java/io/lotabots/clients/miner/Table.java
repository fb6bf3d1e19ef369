package io.lotabots.clients.miner;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values in two aligned columns. */
final class Table {
    private final Map<String, String> rows = new LinkedHashMap<>();

    Table row(String name, String value) {
        rows.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        var text = new StringBuilder();
        rows.forEach((name, value) -> text.append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append(System.lineSeparator()));
        return text.toString().stripTrailing();
    }
}
