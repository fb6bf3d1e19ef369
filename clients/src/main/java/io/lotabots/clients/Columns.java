package io.lotabots.clients;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings in aligned columns; amounts and other numbers stand to the right. */
public final class Columns {
    private final List<String> headings;
    private final String right;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param right one character for each column: {@code r} where it is aligned to the right
     * @param headings one for each column
     */
    public Columns(String right, String... headings) {
        this.right = right;
        this.headings = List.of(headings);
    }

    /** Adds a row with a cell for each column. */
    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        var lines = new ArrayList<List<String>>(List.of(headings));
        lines.addAll(rows);
        var text = new StringBuilder();
        for (var line : lines) {
            var built = new StringBuilder();
            for (int column = 0; column < headings.size(); column++) {
                int at = column;
                int width = lines.stream()
                        .mapToInt(cells -> cells.get(at).length())
                        .max()
                        .orElse(0);
                var blanks = " ".repeat(width - line.get(column).length());
                built.append(column == 0 ? "" : "  ");
                built.append(right.charAt(column) == 'r' ? blanks + line.get(column) : line.get(column) + blanks);
            }
            text.append(built.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
