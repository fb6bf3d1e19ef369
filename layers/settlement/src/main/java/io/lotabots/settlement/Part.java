package io.lotabots.settlement;

import java.util.List;

/**
 * One part of something that is archived in several objects. A list of parts is an object too; a manifest names it by
 * its digest, and so commits to every byte of every part.
 *
 * @param key where the part begins: a shard, the first slot, the first wallet or a page, by kind
 * @param count rows
 * @param sum their weights, shares or balances, by kind
 * @param root root of the part's tree, 64 hexadecimal digits; zeros when there is none
 * @param digest SHA-256 of the part's bytes, the name of its object
 */
public record Part(String key, long count, long sum, String root, String digest) {
    /** The root of nothing. */
    public static final String NO_ROOT = "0".repeat(64);

    /** Rows of a full part, except for frozen shards. */
    public static final int ROWS = 4096;

    private static final int FIELDS = 5;

    Part(String key, long count, long sum, String digest) {
        this(key, count, sum, NO_ROOT, digest);
    }

    /** The bytes of a list: lines {@code key count sum root digest}. */
    public static byte[] write(List<Part> parts) {
        return Line.write(
                parts,
                (part, out) -> out.append(part.key)
                        .append(' ')
                        .append(part.count)
                        .append(' ')
                        .append(part.sum)
                        .append(' ')
                        .append(part.root)
                        .append(' ')
                        .append(part.digest)
                        .append('\n'));
    }

    /** The parts that a list names. @throws Malformed when it is none */
    public static List<Part> read(byte[] list, String what) {
        return Line.read(list, what, line -> {
            line.requireFields(FIELDS);
            return new Part(line.text(0), line.number(1), line.number(2), line.digest(3), line.digest(4));
        });
    }

    /** The key as a number. @throws Malformed when it is none */
    public long number() {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new Malformed("a part begins at a number, not at " + Malformed.shown(key));
        }
    }
}
