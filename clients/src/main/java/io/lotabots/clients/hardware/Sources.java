package io.lotabots.clients.hardware;

import java.util.List;
import java.util.Optional;

/**
 * Where facts about a machine come from: files and the output of system tools.
 *
 * <p>One instance serves one collection, because it remembers what was missing. Nothing here throws for a machine that lacks a
 * file or a tool: the answer is empty and {@link #notes()} says why.
 */
public interface Sources {
    /** The most text that is taken from one file or one command: 256 KiB. */
    int MAX_TEXT_BYTES = 256 * 1024;

    /** The text of a file, NUL bytes removed and ends trimmed; empty when it is absent, unreadable or blank. */
    Optional<String> file(String path);

    /** Whether a file or folder is there, readable or not. */
    boolean exists(String path);

    /** The names in a folder in order, at most 4096; none when it is absent. */
    List<String> list(String folder);

    /** The standard output of a command (no shell), ends trimmed; empty when the tool is missing, refuses or prints nothing. */
    Optional<String> run(String... command);

    /** What was missing so far, one short sentence each, in the order found. */
    List<String> notes();
}
