package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * Registers as tpm2-tools write them beside a quote ({@code tpm2_quote -o}): TPML_PCR_SELECTION and TPML_DIGESTs as they
 * stand in a little-endian machine's memory. Keylime's agents send them so.
 */
public final class PcrBlob {
    /** Every register of every bank, twice over. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final int BANKS = 16;
    private static final int SELECT_BYTES = 3;
    private static final int DIGESTS = 8;
    private static final int MOST_DIGEST = 64;
    private static final int MOST_LISTS = 64;

    private PcrBlob() {}

    private record Selected(TpmHash bank, int pcr) {}

    /** The same registers as {@link PcrValues} reads them, by bank. @throws EvidenceRefused when they are not written so */
    public static byte[] json(byte[] blob) throws EvidenceRefused {
        if (blob.length > MOST_BYTES) {
            throw malformed("has at most " + MOST_BYTES + " bytes");
        }
        Reader reader = new Reader("registers", blob);
        List<Selected> selected = selected(reader);
        List<byte[]> values = values(reader);
        reader.end();
        if (values.size() != selected.size()) {
            throw malformed("selects " + selected.size() + " registers and has " + values.size() + " values");
        }
        StringJoiner banks = new StringJoiner(",", "{", "}");
        for (TpmHash bank : TpmHash.values()) {
            StringJoiner registers = new StringJoiner(",", "\"" + bank.label() + "\":{", "}");
            registers.setEmptyValue("");
            for (int i = 0; i < values.size(); i++) {
                if (selected.get(i).bank == bank) {
                    registers.add("\"" + selected.get(i).pcr + "\":\""
                            + HexFormat.of().formatHex(values.get(i)) + "\"");
                }
            }
            if (registers.length() > 0) {
                banks.add(registers.toString());
            }
        }
        return banks.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Selected> selected(Reader reader) throws EvidenceRefused {
        long count = reader.u32le("count of banks");
        if (count > BANKS) {
            throw malformed("has at most " + BANKS + " banks, got " + count);
        }
        List<Selected> selected = new ArrayList<>();
        for (int i = 0; i < BANKS; i++) {
            int algorithm = reader.u16le("hash");
            int size = reader.u8("sizeofSelect");
            byte[] bits = reader.bytes("pcrSelect", SELECT_BYTES);
            reader.skip("padding", 2);
            if (i >= count || size == 0) {
                continue;
            }
            if (size != SELECT_BYTES) {
                throw malformed("selects registers by " + SELECT_BYTES + " bytes, got " + size);
            }
            for (int pcr = 0; pcr < 8 * SELECT_BYTES; pcr++) {
                if ((bits[pcr / 8] >> (pcr % 8) & 1) == 1) {
                    selected.add(new Selected(TpmHash.of(algorithm, "registers"), pcr));
                }
            }
        }
        return selected;
    }

    private static List<byte[]> values(Reader reader) throws EvidenceRefused {
        long lists = reader.u32le("count of lists");
        if (lists > MOST_LISTS) {
            throw malformed("has at most " + MOST_LISTS + " lists of values, got " + lists);
        }
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < lists; i++) {
            long count = reader.u32le("count of digests");
            for (int j = 0; j < DIGESTS; j++) {
                int size = reader.u16le("size of a digest");
                byte[] buffer = reader.bytes("digest", MOST_DIGEST);
                if (size > MOST_DIGEST) {
                    throw malformed("has digests of at most " + MOST_DIGEST + " bytes, got " + size);
                }
                if (j < count && size > 0) {
                    values.add(java.util.Arrays.copyOf(buffer, size));
                }
            }
        }
        return values;
    }

    private static EvidenceRefused malformed(String wanted) {
        return new EvidenceRefused(Reason.MALFORMED, "the blob of registers " + wanted);
    }
}
