package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What a TPM signed: TPMS_ATTEST (TPM 2.0 Library, Part 2, section 10.12.12), a quote or the certification of a key.
 *
 * @param qualifiedSigner the name of the signing key with those of its parents
 * @param extraData the verifier's nonce
 * @param firmware firmwareVersion, 64 bits without sign; blurred by the TPM for keys of the owner's hierarchy
 */
public record TpmAttest(byte[] qualifiedSigner, byte[] extraData, TpmClock clock, long firmware, Body body) {
    public static final int MOST_BYTES = 2048;

    /** TPM_GENERATED_VALUE, with which no data that a restricted key signs from outside may begin. */
    private static final int MAGIC = 0xFF544347;

    private static final int QUOTE = 0x8018;
    private static final int CERTIFY = 0x8017;
    private static final int MOST_SELECTIONS = 16;

    /** What is attested. */
    public sealed interface Body {}

    /**
     * TPMS_QUOTE_INFO.
     *
     * @param selections the banks in the order in which the digest takes them
     * @param pcrDigest the hash, of the signing scheme, over the selected registers
     */
    public record Quote(List<Selection> selections, byte[] pcrDigest) implements Body {}

    /** TPMS_CERTIFY_INFO: another key of this TPM. */
    public record Certify(byte[] name, byte[] qualifiedName) implements Body {}

    /** TPMS_PCR_SELECTION: registers of one bank, ascending. */
    public record Selection(TpmHash bank, List<Integer> pcrs) {}

    /** A quote; refused as NOT_A_QUOTE when the TPM attested something else. */
    public static TpmAttest quote(byte[] bytes) throws EvidenceRefused {
        return of(bytes, QUOTE);
    }

    /** The certification of a key; refused as NOT_A_QUOTE when the TPM attested something else. */
    public static TpmAttest certify(byte[] bytes) throws EvidenceRefused {
        return of(bytes, CERTIFY);
    }

    private static TpmAttest of(byte[] bytes, int wanted) throws EvidenceRefused {
        Reader reader = new Reader("TPMS_ATTEST", bytes);
        long magic = reader.u32be("magic");
        if ((int) magic != MAGIC) {
            throw new EvidenceRefused(Reason.BAD_MAGIC, "TPMS_ATTEST: magic is ff544347, got %08x".formatted(magic));
        }
        int type = reader.u16be("type");
        if (type != wanted) {
            throw new EvidenceRefused(
                    Reason.NOT_A_QUOTE, "TPMS_ATTEST: type is %04x, got %04x".formatted(wanted, type));
        }
        byte[] signer = TpmPublic.sized(reader, "qualifiedSigner", 68);
        byte[] extra = TpmPublic.sized(reader, "extraData", 66);
        TpmClock clock = TpmClock.read(reader);
        long firmware = reader.u64be("firmwareVersion");
        Body body = wanted == QUOTE ? quoteInfo(reader) : certifyInfo(reader);
        reader.end();
        return new TpmAttest(signer, extra, clock, firmware, body);
    }

    private static Certify certifyInfo(Reader reader) throws EvidenceRefused {
        return new Certify(TpmPublic.sized(reader, "name", 68), TpmPublic.sized(reader, "qualifiedName", 68));
    }

    private static Quote quoteInfo(Reader reader) throws EvidenceRefused {
        long count = reader.u32be("pcrSelect");
        if (count > MOST_SELECTIONS) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "TPMS_ATTEST: " + count + " selections, the most are " + MOST_SELECTIONS);
        }
        List<Selection> selections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TpmHash bank = TpmHash.of(reader.u16be("selection hash"), "selection hash");
            byte[] bitmap = reader.bytes("selection bitmap", reader.u8("sizeofSelect"));
            List<Integer> pcrs = new ArrayList<>();
            for (int pcr = 0; pcr < bitmap.length * 8; pcr++) {
                if ((bitmap[pcr / 8] >> pcr % 8 & 1) != 0) {
                    pcrs.add(pcr);
                }
            }
            selections.add(new Selection(bank, List.copyOf(pcrs)));
        }
        return new Quote(List.copyOf(selections), TpmPublic.sized(reader, "pcrDigest", 64));
    }
}
