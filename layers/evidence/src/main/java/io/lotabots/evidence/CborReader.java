package io.lotabots.evidence;

import io.lotabots.evidence.Cbor.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CBOR (RFC 8949) with bounds on depth, on the number of items and on bytes; lengths may be definite or indefinite.
 * A length that evidence tells never decides how much memory is taken: only bytes that are there do.
 */
final class CborReader {
    /** Encodings of evidence are no larger. */
    static final int MOST_BYTES = 1 << 20;

    static final int MOST_DEPTH = 16;
    static final int MOST_ITEMS = 4096;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final byte[] bytes;
    private int at;
    private int items;

    CborReader(byte[] bytes, int from) throws EvidenceRefused {
        if (bytes.length > MOST_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "CBOR has at most " + MOST_BYTES + " bytes, got " + bytes.length);
        }
        this.bytes = bytes;
        this.at = from;
    }

    Cbor item() throws EvidenceRefused {
        return item(0);
    }

    private Cbor item(int depth) throws EvidenceRefused {
        if (depth > MOST_DEPTH) {
            throw malformed("items are nested deeper than " + MOST_DEPTH);
        }
        if (++items > MOST_ITEMS) {
            throw malformed("more than " + MOST_ITEMS + " items");
        }
        int from = at;
        int first = u8();
        int additional = first & 0x1f;
        return switch (first >> 5) {
            case 0 -> made(Kind.INTEGER, integer(additional), from);
            case 1 -> made(Kind.INTEGER, ~integer(additional), from);
            case 2 -> made(Kind.BYTES, string(2, additional), from);
            case 3 -> made(Kind.TEXT, text(additional), from);
            case 4 -> made(Kind.ARRAY, array(additional, depth), from);
            case 5 -> made(Kind.MAP, map(additional, depth), from);
            case 6 -> {
                long number = integer(additional);
                Cbor tagged = item(depth + 1);
                yield new Cbor(Kind.TAG, tagged, number, bytes, from, at);
            }
            default -> simple(additional, from);
        };
    }

    private Cbor made(Kind kind, Object value, int from) {
        return new Cbor(kind, value, 0, bytes, from, at);
    }

    private Cbor simple(int value, int from) throws EvidenceRefused {
        return switch (value) {
            case 20, 21 -> made(Kind.BOOLEAN, value == 21, from);
            case 22, 23 -> new Cbor(Kind.NULL, null, 0, bytes, from, at);
            case 25, 26, 27 -> throw malformed("a floating-point number, which no evidence holds");
            default -> throw malformed("the simple value " + value + ", which no evidence holds");
        };
    }

    private byte[] string(int major, int additional) throws EvidenceRefused {
        if (additional != INDEFINITE) {
            return run(integer(additional));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (!isBreak()) {
            int first = u8();
            if (++items > MOST_ITEMS) {
                throw malformed("more than " + MOST_ITEMS + " items");
            }
            if (first >> 5 != major || (first & 0x1f) == INDEFINITE) {
                throw malformed("a string in parts holds something else than definite strings of its own kind");
            }
            whole.writeBytes(run(integer(first & 0x1f)));
        }
        return whole.toByteArray();
    }

    private String text(int additional) throws EvidenceRefused {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(string(3, additional)))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw malformed("a text is not UTF-8");
        }
    }

    private List<Cbor> array(int additional, int depth) throws EvidenceRefused {
        List<Cbor> elements = new ArrayList<>();
        if (additional == INDEFINITE) {
            while (!isBreak()) {
                elements.add(item(depth + 1));
            }
        } else {
            long count = integer(additional);
            for (long i = 0; i < count; i++) {
                elements.add(item(depth + 1));
            }
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<Object, Cbor> map(int additional, int depth) throws EvidenceRefused {
        Map<Object, Cbor> entries = new LinkedHashMap<>();
        if (additional == INDEFINITE) {
            while (!isBreak()) {
                entry(entries, depth);
            }
        } else {
            long count = integer(additional);
            for (long i = 0; i < count; i++) {
                entry(entries, depth);
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private void entry(Map<Object, Cbor> entries, int depth) throws EvidenceRefused {
        Cbor key = item(depth + 1);
        Object name = switch (key.kind()) {
            case INTEGER -> (Object) key.integer();
            case TEXT -> key.text();
            default -> throw malformed("the key of a map is neither an integer nor a text");
        };
        if (entries.putIfAbsent(name, item(depth + 1)) != null) {
            throw malformed("a map has the key " + brief(name) + " twice");
        }
    }

    /** The argument of a head (RFC 8949 section 3), 0 to 2^63 - 1. */
    private long integer(int additional) throws EvidenceRefused {
        if (additional < 24) {
            return additional;
        }
        if (additional > 27) {
            throw malformed("the additional information " + additional + " has no meaning here");
        }
        long value = 0;
        for (int i = 0; i < 1 << additional - 24; i++) {
            value = value << 8 | u8();
        }
        if (value < 0) {
            throw malformed("an integer beyond 63 bits");
        }
        return value;
    }

    private byte[] run(long length) throws EvidenceRefused {
        if (length > bytes.length - at) {
            throw malformed("a string of " + length + " bytes, " + (bytes.length - at) + " are left");
        }
        byte[] run = new byte[(int) length];
        System.arraycopy(bytes, at, run, 0, run.length);
        at += run.length;
        return run;
    }

    private boolean isBreak() throws EvidenceRefused {
        if (at < bytes.length && (bytes[at] & 0xff) == BREAK) {
            at++;
            return true;
        }
        if (at >= bytes.length) {
            throw malformed("it ends inside an item");
        }
        return false;
    }

    private int u8() throws EvidenceRefused {
        if (at >= bytes.length) {
            throw malformed("it ends inside an item");
        }
        return bytes[at++] & 0xff;
    }

    private static String brief(Object key) {
        String text = String.valueOf(key);
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private static EvidenceRefused malformed(String what) {
        return new EvidenceRefused(Reason.MALFORMED, "CBOR: " + what);
    }
}
