package io.lotabots.settlement;

/** What was read from an archive is not what it should be; the message says of which part, and how. */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 80;

    public Malformed(String message) {
        super(message);
    }

    static String shown(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "..." : line;
    }
}
