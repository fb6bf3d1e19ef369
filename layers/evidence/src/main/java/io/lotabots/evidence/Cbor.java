package io.lotabots.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One data item of CBOR (RFC 8949), as {@link CborReader} reads it: integers, byte and text strings, arrays, maps with
 * integers or texts as keys, tags, booleans and null. What evidence never holds is refused when it is read: floating-point
 * numbers, other simple values, integers beyond 64 signed bits, a key that stands twice.
 *
 * <p>Every accessor says what it wanted when the item is of another kind.
 */
public final class Cbor {
    /** What an item is. */
    public enum Kind {
        INTEGER("an integer"),
        BYTES("a byte string"),
        TEXT("a text"),
        ARRAY("an array"),
        MAP("a map"),
        TAG("a tag"),
        BOOLEAN("true or false"),
        /** Null and undefined. */
        NULL("null");

        private final String called;

        Kind(String called) {
            this.called = called;
        }
    }

    private final Kind kind;
    /** Long, byte[], String, List of items, Map of items, the tagged item, Boolean; null for null. */
    private final @Nullable Object value;

    /** The number of a tag. */
    private final long number;

    private final byte[] source;
    private final int from;
    private final int to;

    Cbor(Kind kind, @Nullable Object value, long number, byte[] source, int from, int to) {
        this.kind = kind;
        this.value = value;
        this.number = number;
        this.source = source;
        this.from = from;
        this.to = to;
    }

    /** The one item that these bytes are, without anything after it. */
    public static Cbor of(byte[] bytes) throws EvidenceRefused {
        Cbor item = first(bytes, 0);
        if (item.end() != bytes.length) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "CBOR: " + (bytes.length - item.end()) + " bytes after the item's end");
        }
        return item;
    }

    /** The item that begins at an index; {@link #end()} tells where the next one would begin. */
    public static Cbor first(byte[] bytes, int from) throws EvidenceRefused {
        return new CborReader(bytes, from).item();
    }

    public Kind kind() {
        return kind;
    }

    /** Where the item ends in the bytes that it was read from. */
    public int end() {
        return to;
    }

    /** The item's own bytes, exactly as they were encoded: what somebody hashed or signed. */
    public byte[] raw() {
        return Arrays.copyOfRange(source, from, to);
    }

    public long integer() throws EvidenceRefused {
        return wanted(Kind.INTEGER) instanceof Long integer ? integer : 0;
    }

    public boolean bool() throws EvidenceRefused {
        return Boolean.TRUE.equals(wanted(Kind.BOOLEAN));
    }

    public String text() throws EvidenceRefused {
        return String.valueOf(wanted(Kind.TEXT));
    }

    /** The content of a byte string, a copy. */
    public byte[] bytes() throws EvidenceRefused {
        return wanted(Kind.BYTES) instanceof byte[] bytes ? bytes.clone() : new byte[0];
    }

    /** The content of a byte string whose length is of {@code least} to {@code most} bytes. */
    public byte[] bytes(String field, int least, int most) throws EvidenceRefused {
        byte[] bytes = bytes();
        if (bytes.length < least || bytes.length > most) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    field + " has " + (least == most ? "" + least : least + " to " + most) + " bytes, got "
                            + bytes.length);
        }
        return bytes;
    }

    @SuppressWarnings("unchecked") // the reader puts a list of items into every array
    public List<Cbor> items() throws EvidenceRefused {
        return (List<Cbor>) Objects.requireNonNull(wanted(Kind.ARRAY));
    }

    /** The entries of a map by key, a {@link Long} or a {@link String}, in the order of the encoding. */
    @SuppressWarnings("unchecked") // the reader puts a map of items into every map
    public Map<Object, Cbor> entries() throws EvidenceRefused {
        return (Map<Object, Cbor>) Objects.requireNonNull(wanted(Kind.MAP));
    }

    /** The value under an integer; null when the map has none. */
    public @Nullable Cbor find(long key) throws EvidenceRefused {
        return entries().get(key);
    }

    /** The value under a text; null when the map has none. */
    public @Nullable Cbor find(String key) throws EvidenceRefused {
        return entries().get(key);
    }

    /** The value under an integer, which must be there. */
    public Cbor get(long key) throws EvidenceRefused {
        return present(find(key), String.valueOf(key));
    }

    /** The value under a text, which must be there. */
    public Cbor get(String key) throws EvidenceRefused {
        return present(find(key), "\"" + key + "\"");
    }

    /** The number of a tag. */
    public long tag() throws EvidenceRefused {
        wanted(Kind.TAG);
        return number;
    }

    /** What a tag encloses. */
    public Cbor tagged() throws EvidenceRefused {
        return (Cbor) Objects.requireNonNull(wanted(Kind.TAG));
    }

    public boolean isNull() {
        return kind == Kind.NULL;
    }

    private static Cbor present(@Nullable Cbor found, String key) throws EvidenceRefused {
        if (found == null) {
            throw new EvidenceRefused(Reason.MALFORMED, "CBOR: a map has no key " + key);
        }
        return found;
    }

    private @Nullable Object wanted(Kind wanted) throws EvidenceRefused {
        if (kind != wanted) {
            throw new EvidenceRefused(Reason.MALFORMED, "CBOR: wanted " + wanted.called + ", got " + kind.called);
        }
        return value;
    }
}
