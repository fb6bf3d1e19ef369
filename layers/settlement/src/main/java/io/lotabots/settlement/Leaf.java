package io.lotabots.settlement;

/**
 * What an epoch says of one identity; leaves stand in the order of their slots.
 *
 * @param slot place in the pages of earnings
 * @param weight units of 1e-9, above 0
 * @param share micro-RTC that this epoch pays it
 * @param cumulative micro-RTC that all epochs so far paid it, this one included
 */
public record Leaf(long slot, String identity, long weight, long share, long cumulative) {
    private static final int FIELDS = 5;

    /** The line {@code slot identity weight share cumulative}. */
    void write(StringBuilder out) {
        out.append(slot).append(' ').append(identity).append(' ').append(weight).append(' ');
        out.append(share).append(' ').append(cumulative).append('\n');
    }

    static Leaf read(Line line) {
        line.requireFields(FIELDS);
        return new Leaf(line.number(0), line.identity(1), line.number(2), line.number(3), line.number(4));
    }
}
