package io.lotabots.evidence;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of DER (ITU-T X.690): shortest definite lengths only, tag numbers of up to 28 bits, as extensions of
 * certificates hold. Children are read when asked for, so depth is bounded by the caller's own steps.
 *
 * @param tag the class in the two top bits of the first octet, as {@code 0x80} for context, with the constructed bit
 *     {@code 0x20}
 * @param number the tag number
 */
public record Der(int tag, int number, byte[] content) {
    private static final int MOST_CHILDREN = 4096;
    private static final int CONSTRUCTED = 0x20;

    /** The one element that these bytes are, without anything after it. */
    public static Der of(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("DER", bytes);
        Der element = next(reader);
        reader.end();
        return element;
    }

    /** The elements of a SEQUENCE, a SET or an explicit tag, in order. */
    public List<Der> children() throws EvidenceRefused {
        if ((tag & CONSTRUCTED) == 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: tag " + number + " is primitive and has no elements");
        }
        Reader reader = new Reader("DER", content);
        List<Der> children = new ArrayList<>();
        while (reader.remaining() > 0) {
            if (children.size() == MOST_CHILDREN) {
                throw new EvidenceRefused(Reason.MALFORMED, "DER: more than " + MOST_CHILDREN + " elements");
            }
            children.add(next(reader));
        }
        return children;
    }

    /** The child at an index, which must be there. */
    public Der child(int index) throws EvidenceRefused {
        List<Der> children = children();
        if (index >= children.size()) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "DER: element " + index + " is missing, there are " + children.size());
        }
        return children.get(index);
    }

    public boolean isContext(int wanted) {
        return (tag & 0xC0) == 0x80 && number == wanted;
    }

    /** An OCTET STRING's bytes. */
    public byte[] octets() throws EvidenceRefused {
        return universal(4, "an OCTET STRING").clone();
    }

    /** An INTEGER or an ENUMERATED of up to 64 bits. */
    public long integer() throws EvidenceRefused {
        BigInteger value = bigInteger();
        if (value.bitLength() > 63) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: an integer of " + value.bitLength() + " bits");
        }
        return value.longValue();
    }

    public BigInteger bigInteger() throws EvidenceRefused {
        byte[] bytes = number == 10 ? universal(10, "an ENUMERATED") : universal(2, "an INTEGER");
        boolean padded = bytes.length > 1 && (bytes[0] == 0 && bytes[1] >= 0 || bytes[0] == -1 && bytes[1] < 0);
        if (bytes.length == 0 || padded) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: an integer that is not in its shortest form");
        }
        return new BigInteger(bytes);
    }

    public boolean bool() throws EvidenceRefused {
        byte[] bytes = universal(1, "a BOOLEAN");
        if (bytes.length != 1 || bytes[0] != 0 && bytes[0] != -1) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: a BOOLEAN is 00 or ff");
        }
        return bytes[0] != 0;
    }

    /** An OBJECT IDENTIFIER in dotted form. */
    public String oid() throws EvidenceRefused {
        byte[] bytes = universal(6, "an OBJECT IDENTIFIER");
        StringBuilder text = new StringBuilder();
        long arc = 0;
        for (int i = 0; i < bytes.length; i++) {
            arc = arc << 7 | bytes[i] & 0x7f;
            if (arc >= 1L << 48) {
                throw new EvidenceRefused(Reason.MALFORMED, "DER: an arc of an OBJECT IDENTIFIER beyond 48 bits");
            }
            if (bytes[i] < 0) {
                continue;
            }
            if (text.isEmpty()) {
                long first = Math.min(arc / 40, 2);
                text.append(first).append('.').append(arc - first * 40);
            } else {
                text.append('.').append(arc);
            }
            arc = 0;
        }
        if (text.isEmpty() || bytes[bytes.length - 1] < 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: an OBJECT IDENTIFIER that does not end");
        }
        return text.toString();
    }

    private byte[] universal(int wanted, String called) throws EvidenceRefused {
        if ((tag & ~CONSTRUCTED) != 0 || number != wanted || (tag & CONSTRUCTED) != 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: wanted " + called + ", got tag " + number);
        }
        return content;
    }

    private static Der next(Reader reader) throws EvidenceRefused {
        int first = reader.u8("tag");
        int number = first & 0x1f;
        if (number == 0x1f) {
            number = longTag(reader);
        }
        return new Der(first & 0xE0, number, reader.bytes("content", length(reader)));
    }

    private static int longTag(Reader reader) throws EvidenceRefused {
        int number = 0;
        for (int octets = 0; octets < 4; octets++) {
            int octet = reader.u8("tag");
            number = number << 7 | octet & 0x7f;
            if (octet < 0x80) {
                if (number < 0x1f) {
                    throw new EvidenceRefused(Reason.MALFORMED, "DER: tag " + number + " in long form");
                }
                return number;
            }
            if (number == 0) {
                break;
            }
        }
        throw new EvidenceRefused(Reason.MALFORMED, "DER: a tag that is not in its shortest form of up to 28 bits");
    }

    private static long length(Reader reader) throws EvidenceRefused {
        int first = reader.u8("length");
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 4) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: a length of " + octets + " octets");
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | reader.u8("length");
        }
        if (length < 0x80 || length >> 8 * (octets - 1) == 0) {
            throw new EvidenceRefused(Reason.MALFORMED, "DER: a length that is not in its shortest form");
        }
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Der der
                && tag == der.tag
                && number == der.number
                && Arrays.equals(content, der.content);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * tag + number) + Arrays.hashCode(content);
    }
}
