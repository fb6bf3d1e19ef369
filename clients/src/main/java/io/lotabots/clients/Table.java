package io.lotabots.clients;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values in two aligned columns. */
public final class Table {
    private final Map<String, String> rows = new LinkedHashMap<>();

    /** Adds a row, or gives the row of that name another value. */
    public Table row(String name, String value) {
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
