package io.lotabots.evidence;

import java.util.Arrays;

/**
 * Reads integers and runs of bytes from a bounded span, front to back. Every read says what it was reading when the span
 * ends too early, so that a length inside evidence can never reach beyond it.
 */
public final class Reader {
    private final String what;
    private final byte[] bytes;
    private final int end;
    private int at;

    /** @param what names the structure in refusals, as {@code "SNP report"} */
    public Reader(String what, byte[] bytes) {
        this(what, bytes, 0, bytes.length);
    }

    private Reader(String what, byte[] bytes, int from, int end) {
        this.what = what;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    public int remaining() {
        return end - at;
    }

    /** Bytes read so far, counted from the start of the underlying array. */
    public int position() {
        return at;
    }

    public int u8(String field) throws EvidenceRefused {
        return bytes[take(field, 1)] & 0xff;
    }

    public int u16be(String field) throws EvidenceRefused {
        return (int) big(field, 2);
    }

    public int u16le(String field) throws EvidenceRefused {
        return (int) little(field, 2);
    }

    /** 0 to 2^32 - 1. */
    public long u32be(String field) throws EvidenceRefused {
        return big(field, 4);
    }

    /** 0 to 2^32 - 1. */
    public long u32le(String field) throws EvidenceRefused {
        return little(field, 4);
    }

    /** All 64 bits: negative from 2^63 on. */
    public long u64be(String field) throws EvidenceRefused {
        return big(field, 8);
    }

    /** All 64 bits: negative from 2^63 on. */
    public long u64le(String field) throws EvidenceRefused {
        return little(field, 8);
    }

    /** The next {@code length} bytes, copied. The length may come from the evidence itself. */
    public byte[] bytes(String field, long length) throws EvidenceRefused {
        int from = take(field, length);
        return Arrays.copyOfRange(bytes, from, at);
    }

    public void skip(String field, long length) throws EvidenceRefused {
        take(field, length);
    }

    /** The next {@code length} bytes as a span of their own, not copied. */
    public Reader span(String field, long length) throws EvidenceRefused {
        int from = take(field, length);
        return new Reader(what + " " + field, bytes, from, at);
    }

    /** Refuses bytes after the last field. */
    public void end() throws EvidenceRefused {
        if (at != end) {
            throw new EvidenceRefused(Reason.MALFORMED, what + ": " + (end - at) + " bytes after its end");
        }
    }

    private long big(String field, int length) throws EvidenceRefused {
        int from = take(field, length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }

    private long little(String field, int length) throws EvidenceRefused {
        int from = take(field, length);
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }

    private int take(String field, long length) throws EvidenceRefused {
        if (length < 0 || length > end - at) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, what + ": " + field + " needs " + length + " bytes, " + (end - at) + " are left");
        }
        int from = at;
        at += (int) length;
        return from;
    }
}
