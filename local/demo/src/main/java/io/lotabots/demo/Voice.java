package io.lotabots.demo;

import io.lotabots.clients.Columns;
import io.lotabots.clients.StatusLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the story: numbered steps, sentences, commands and tables, in {@value #WIDTH} columns; bold only on a terminal. */
final class Voice {
    private static final int WIDTH = 100;
    private static final String INDENT = "   ";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final boolean styled;
    private final StatusLine status;
    private int steps;
    private boolean blank = true;

    /**
     * A voice.
     *
     * @param err where progress is shown, on a terminal only
     * @param terminal whether someone sees it
     * @param plain whether even a terminal gets no bold text
     */
    Voice(PrintWriter out, PrintWriter err, boolean terminal, boolean plain) {
        this.out = out;
        this.styled = terminal && !plain;
        this.status = new StatusLine(err, terminal);
    }

    /** An instant in UTC, to the second. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    void title(String title) {
        put(bold(title));
    }

    /** Begins the next step; the platform's clock stands at the right. */
    void step(String title, Now now) {
        steps++;
        String left = steps + "  " + title;
        String right = time(now.time()) + "  epoch " + now.epoch() + "  slot " + now.slotInEpoch();
        put("");
        put(bold(left) + " ".repeat(Math.max(2, WIDTH - left.length() - right.length())) + right);
    }

    /** Sentences, broken into lines. */
    void says(String sentences) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : sentences.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > INDENT.length()) {
                put(line.toString());
                line = new StringBuilder(INDENT);
            }
            line.append(line.length() > INDENT.length() ? " " : "").append(word);
        }
        put(line.toString());
    }

    /** What was typed, as anybody could. */
    void typed(String command) {
        put(INDENT + "$ ./lotabots " + command);
    }

    void table(Columns table) {
        put("");
        table.toString().lines().forEach(line -> put(INDENT + line));
        put("");
    }

    /** A line as it is. */
    void line(String line) {
        put(line.isEmpty() ? "" : INDENT + line);
    }

    /** Shows on a terminal what is under way, until something is told. */
    void progress(String what) {
        status.show(what);
    }

    /** Prints a line; of blank lines only the first. */
    private void put(String line) {
        status.done();
        if (line.isEmpty() && blank) {
            return;
        }
        blank = line.isEmpty();
        out.println(line);
        out.flush();
    }

    private String bold(String text) {
        return styled ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
}
