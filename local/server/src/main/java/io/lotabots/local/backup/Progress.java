package io.lotabots.local.backup;

import java.io.Console;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** How far something is: one line that is written over on a terminal, nothing elsewhere. */
record Progress(PrintWriter err, boolean terminal) implements Consumer<String> {
    private static final String WIPE = "\r\u001b[K";

    /** Whether somebody sees this process's output. */
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public void accept(String what) {
        if (terminal) {
            err.print(WIPE + what);
            err.flush();
        }
    }

    /** Clears the line. */
    void done() {
        accept("");
    }
}
