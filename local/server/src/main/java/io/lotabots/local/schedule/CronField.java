package io.lotabots.local.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** A field of a cron expression: its range, its names, and the syntax {@code * , - /} that all fields share. */
record CronField(String name, int min, int max, List<String> names) {
    static final CronField MINUTES = new CronField("minutes", 0, 59, List.of());
    static final CronField HOURS = new CronField("hours", 0, 23, List.of());
    static final CronField DAYS_OF_MONTH = new CronField("day-of-month", 1, 31, List.of());
    static final CronField MONTHS = new CronField(
            "month",
            1,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    static final CronField DAYS_OF_WEEK =
            new CronField("day-of-week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
    static final CronField YEARS = new CronField("year", 1970, 2199, List.of());

    /**
     * The values that {@code text} names.
     *
     * @throws IllegalArgumentException naming the field and the part that is wrong
     */
    BitSet parse(String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            add(values, part);
        }
        return values;
    }

    private void add(BitSet values, String part) {
        String[] stepped = part.split("/", -1);
        if (stepped.length > 2) {
            throw wrong(part);
        }
        int step = stepped.length == 2 ? number(stepped[1], part) : 1;
        if (step < 1) {
            throw wrong(part);
        }
        String[] range = stepped[0].split("-", -1);
        if (stepped[0].equals("*")) {
            fill(values, min, max, step);
        } else if (range.length == 2) {
            fillRange(values, value(range[0]), value(range[1]), step, part);
        } else if (range.length == 1) {
            int start = value(range[0]);
            fill(values, start, stepped.length == 2 ? max : start, step);
        } else {
            throw wrong(part);
        }
    }

    /** A range of days or months may wrap around ({@code FRI-MON}); others may not. */
    private void fillRange(BitSet values, int from, int to, int step, String part) {
        if (from <= to) {
            fill(values, from, to, step);
        } else if (names.isEmpty()) {
            throw wrong(part);
        } else {
            int size = max - min + 1;
            for (int value = from; value <= to + size; value += step) {
                values.set((value - min) % size + min);
            }
        }
    }

    private static void fill(BitSet values, int from, int to, int step) {
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    /** One value, by number or name. */
    int value(String text) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        int value = named >= 0 ? named + min : number(text, text);
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + min + " to " + max + ", got " + value);
        }
        return value;
    }

    private int number(String text, String part) {
        if (!text.matches("[0-9]{1,4}")) {
            throw wrong(part);
        }
        return Integer.parseInt(text);
    }

    IllegalArgumentException wrong(String part) {
        return new IllegalArgumentException(name + " cannot be '" + part + "'");
    }
}
