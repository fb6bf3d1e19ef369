package io.lotabots.clients;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/** The person at the keyboard, and what was put into the environment for this run. */
public interface Terminal {
    /** Whether anyone can be asked. */
    boolean isThere();

    /** Asks for a line; empty at the end of the input. */
    Optional<String> line(String question);

    /** Asks for a line that is not shown while it is typed; empty at the end of the input. The caller clears it. */
    Optional<char[]> secret(String question);

    /** The environment variables of this run. */
    Map<String, String> environment();

    /** This process's own terminal. */
    static Terminal ofThisProcess() {
        return new Terminal() {
            @Override
            public boolean isThere() {
                return console().isPresent();
            }

            @Override
            public Optional<String> line(String question) {
                return console().map(console -> console.readLine("%s", question));
            }

            @Override
            public Optional<char[]> secret(String question) {
                return console().map(console -> console.readPassword("%s", question));
            }

            @Override
            public Map<String, String> environment() {
                return System.getenv();
            }

            private Optional<Console> console() {
                return Optional.ofNullable(System.console()).filter(Console::isTerminal);
            }
        };
    }
}
