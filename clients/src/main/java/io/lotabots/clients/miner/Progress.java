package io.lotabots.clients.miner;

import java.io.Console;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Says on a terminal what is being measured, in one line that is wiped afterwards; says nothing where output goes elsewhere. */
record Progress(PrintWriter err, boolean terminal) implements Consumer<String> {
    private static final String WIPE = "\r\u001b[K";

    /** On the standard error stream. */
    static Progress to(PrintWriter err) {
        Console console = System.console();
        return new Progress(err, console != null && console.isTerminal());
    }

    @Override
    public void accept(String what) {
        if (terminal) {
            err.print(WIPE + "measuring: " + what);
            err.flush();
        }
    }

    /** Clears the line. */
    void done() {
        if (terminal) {
            err.print(WIPE);
            err.flush();
        }
    }
}
