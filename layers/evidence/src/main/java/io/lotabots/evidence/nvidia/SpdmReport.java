package io.lotabots.evidence.nvidia;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The request GET_MEASUREMENTS and the response MEASUREMENTS of SPDM 1.1 (DMTF DSP0274), one after the other, as NVIDIA's
 * drivers hand them out.
 *
 * @param nonce the 32 bytes of the request: the verifier's
 * @param measurements by the index of their block, 1 to 255, in lower-case hexadecimal
 * @param opaque NVIDIA's own fields by their type
 * @param signed what the signature covers
 * @param signature r and s of P-384, big-endian
 */
record SpdmReport(
        byte[] nonce,
        SequencedMap<Integer, String> measurements,
        SequencedMap<Integer, byte[]> opaque,
        byte[] signed,
        byte[] signature) {
    private static final int VERSION = 0x11;
    private static final int GET_MEASUREMENTS = 0xe0;
    private static final int MEASUREMENTS = 0x60;
    private static final int SIGNATURE_BYTES = 96;
    private static final int DMTF = 1;

    static SpdmReport of(byte[] bytes) throws EvidenceRefused {
        Reader reader = new Reader("SPDM report", bytes);
        head(reader, GET_MEASUREMENTS);
        reader.skip("param1 and param2", 2);
        byte[] nonce = reader.bytes("nonce", 32);
        reader.skip("slot", 1);
        head(reader, MEASUREMENTS);
        reader.skip("param1 and param2", 2);
        int blocks = reader.u8("number of blocks");
        long length = reader.u16le("length of the blocks") | (long) reader.u8("length of the blocks") << 16;
        SequencedMap<Integer, String> measurements = measurements(reader.span("blocks", length), blocks);
        reader.skip("nonce of the response", 32);
        SequencedMap<Integer, byte[]> opaque =
                opaque(reader.span("opaque data", reader.u16le("length of opaque data")));
        byte[] signature = reader.bytes("signature", SIGNATURE_BYTES);
        reader.end();
        return new SpdmReport(
                nonce, measurements, opaque, Arrays.copyOf(bytes, bytes.length - SIGNATURE_BYTES), signature);
    }

    /** An opaque field as text, without the zeros that end it; null when the device does not tell it or it is empty. */
    @Nullable
    String text(int field) throws EvidenceRefused {
        byte[] bytes = opaque.get(field);
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        String told = end < 0 ? text : text.substring(0, end);
        if (told.isEmpty()) {
            return null;
        }
        if (!told.matches("[A-Za-z0-9._-]{1,32}")) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "opaque field " + field + " is a name of 1 to 32 letters, digits, points, lines");
        }
        return told;
    }

    private static void head(Reader reader, int code) throws EvidenceRefused {
        int version = reader.u8("version");
        if (version != VERSION) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION, "the version of SPDM is 11, got " + Integer.toHexString(version));
        }
        int got = reader.u8("code");
        if (got != code) {
            throw new EvidenceRefused(
                    Reason.MALFORMED,
                    "the code of the message is " + Integer.toHexString(code) + ", got " + Integer.toHexString(got));
        }
    }

    private static SequencedMap<Integer, String> measurements(Reader reader, int blocks) throws EvidenceRefused {
        SequencedMap<Integer, String> measurements = new LinkedHashMap<>();
        for (int i = 0; i < blocks; i++) {
            int index = reader.u8("index");
            int specification = reader.u8("specification");
            int size = reader.u16le("size of a block");
            Reader block = reader.span("block", size);
            block.skip("type", 1);
            byte[] value = block.bytes("value", block.u16le("size of a value"));
            block.end();
            if (specification != DMTF || value.length == 0 || value.length > 64) {
                throw new EvidenceRefused(
                        Reason.MALFORMED, "measurement " + index + " is of specification 1 with 1 to 64 bytes");
            }
            if (measurements.putIfAbsent(index, HexFormat.of().formatHex(value)) != null) {
                throw new EvidenceRefused(Reason.MALFORMED, "measurement " + index + " stands twice");
            }
        }
        reader.end();
        return measurements;
    }

    private static SequencedMap<Integer, byte[]> opaque(Reader reader) throws EvidenceRefused {
        SequencedMap<Integer, byte[]> fields = new LinkedHashMap<>();
        while (reader.remaining() > 0) {
            int type = reader.u16le("type of a field");
            byte[] value = reader.bytes("field", reader.u16le("size of a field"));
            if (fields.putIfAbsent(type, value) != null) {
                throw new EvidenceRefused(Reason.MALFORMED, "opaque field " + type + " stands twice");
            }
        }
        return fields;
    }
}
