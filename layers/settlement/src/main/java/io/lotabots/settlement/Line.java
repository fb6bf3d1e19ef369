package io.lotabots.settlement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One line of an archived object: fields parted by single spaces. Objects are ASCII text, each line ended by a newline. */
final class Line {
    private final String object;
    private final int number;
    private final String[] fields;

    private Line(String object, int number, String[] fields) {
        this.object = object;
        this.number = number;
        this.fields = fields;
    }

    /** The bytes of an object of these rows. */
    static <T> byte[] write(List<T> rows, BiConsumer<T, StringBuilder> row) {
        StringBuilder out = new StringBuilder(rows.size() * 64);
        for (T one : rows) {
            row.accept(one, out);
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The rows of an object.
     *
     * @param object what it is, for messages
     * @throws Malformed naming the object, the line and what is wrong with it
     */
    static <T> List<T> read(byte[] content, String object, Function<Line, T> row) {
        List<T> rows = new ArrayList<>();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            if (end < 0) {
                throw new Malformed(object + " ends within line " + (rows.size() + 1));
            }
            rows.add(row.apply(new Line(object, rows.size() + 1, split(text, from, end))));
            from = end + 1;
        }
        return rows;
    }

    private static String[] split(String text, int from, int end) {
        int count = 1;
        for (int i = from; i < end; i++) {
            if (text.charAt(i) == ' ') {
                count++;
            }
        }
        String[] fields = new String[count];
        int start = from;
        for (int i = 0; i < count; i++) {
            int space = i == count - 1 ? end : text.indexOf(' ', start);
            fields[i] = text.substring(start, space);
            start = space + 1;
        }
        return fields;
    }

    void requireFields(int count) {
        if (fields.length != count) {
            throw wrong("has " + fields.length + " fields, not " + count);
        }
    }

    String text(int field) {
        return fields[field];
    }

    String identity(int field) {
        try {
            Enrolled.requireIdentity(fields[field]);
            return fields[field];
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** A whole number in its one canonical form. */
    long number(int field) {
        String text = fields[field];
        try {
            long number = Long.parseLong(text);
            if (canonical(text)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other text that is no number.
        }
        throw wrong("field " + (field + 1) + " is no whole number of 64 bits: " + Malformed.shown(text));
    }

    private static boolean canonical(String text) {
        int first = text.charAt(0) == '-' ? 1 : 0;
        char digit = text.charAt(first);
        return digit != '+' && (digit != '0' || text.equals("0"));
    }

    String digest(int field) {
        return digest(fields[field], object + " line " + number);
    }

    static String digest(String text, String where) {
        boolean good = text.length() == 64;
        for (int i = 0; good && i < 64; i++) {
            char c = text.charAt(i);
            good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!good) {
            throw new Malformed(where + " should hold 64 lower-case hexadecimal digits, not " + Malformed.shown(text));
        }
        return text;
    }

    Malformed wrong(String what) {
        return new Malformed(object + " line " + number + " " + what);
    }
}
