package io.lotabots.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Lines on what differs between what is archived and what it should be, at most so many. */
final class Differences {
    /** Most lines that are kept; what is beyond is counted. */
    static final int MAX_LINES = 1000;

    private final List<String> lines = new ArrayList<>();
    private long more;

    void add(String line) {
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        } else {
            more++;
        }
    }

    /** Adds a line unless both are equal. */
    void compare(String what, Object archived, Object should) {
        if (!archived.equals(should)) {
            add(what + " is " + archived + ", should be " + should);
        }
    }

    /** Adds a line for each row that only one side has or that is another there. */
    <T> void compareRows(String what, List<T> archived, List<T> should, Function<T, ?> key) {
        Map<String, T> left = new TreeMap<>();
        archived.forEach(row -> left.put(String.valueOf(key.apply(row)), row));
        for (T row : should) {
            T other = left.remove(String.valueOf(key.apply(row)));
            if (!Objects.equals(row, other)) {
                add(what + " " + key.apply(row) + " is " + (other == null ? "missing" : other) + ", should be " + row);
            }
        }
        left.values().forEach(row -> add(what + " " + key.apply(row) + " should not be there: " + row));
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("and " + more + " more differences");
        }
        return all;
    }
}
