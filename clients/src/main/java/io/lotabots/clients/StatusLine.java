package io.lotabots.clients;

import java.io.PrintWriter;

/**
 * One line on a terminal that says how far something is, wiped afterwards; nothing where output goes elsewhere.
 *
 * @param terminal whether someone sees it
 */
public record StatusLine(PrintWriter err, boolean terminal) {
    private static final String WIPE = "\r\u001b[K";

    /** Shows this in place of what was shown before. */
    public void show(String what) {
        if (terminal) {
            err.print(WIPE + what);
            err.flush();
        }
    }

    /** Clears the line. */
    public void done() {
        show("");
    }
}
