package io.lotabots.evidence.azure;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the paravisor keeps in the virtual TPM's NV index 0x01400001 (Microsoft's "Guest attestation for confidential VMs",
 * HCL attestation report): the hardware's report and the runtime data that it vouches for, little-endian.
 *
 * @param hardware SNP, or TDX, whose quote comes from elsewhere
 * @param hardwareReport 1,184 bytes: an SNP report, or a TD report with zeros behind it
 * @param runtimeData the exact bytes of a JSON object
 */
record HclReport(Hardware hardware, Digest digest, byte[] hardwareReport, byte[] runtimeData) {
    /** Longer than any report with its room. */
    static final int MOST_BYTES = 64 * 1024;

    private static final byte[] MAGIC = "HCLA".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 32;
    private static final int HARDWARE_BYTES = 1184;
    private static final int MOST_RUNTIME_BYTES = 16 * 1024;

    /** Which technology the report is of, by its number in the runtime data's header. */
    enum Hardware {
        SNP,
        TDX
    }

    /** How the hardware's report data is made of the runtime data. */
    enum Digest {
        SHA_256,
        SHA_384,
        SHA_512;

        /** The 64 bytes of report data that vouch for some bytes: their digest, then zeros. */
        byte[] reportData(byte[] bytes) {
            return Arrays.copyOf(Signatures.digest(name().replace('_', '-'), bytes), 64);
        }
    }

    static HclReport read(byte[] bytes) throws EvidenceRefused {
        Reader in = new Reader("HCL report", bytes);
        if (!Arrays.equals(in.bytes("magic", MAGIC.length), MAGIC)) {
            throw new EvidenceRefused(Reason.BAD_MAGIC, "an HCL report begins with \"HCLA\"");
        }
        in.skip("header", HEADER_BYTES - MAGIC.length);
        byte[] hardwareReport = in.bytes("hardware report", HARDWARE_BYTES);
        in.skip("size of the runtime data", 4);
        long version = in.u32le("version of the runtime data");
        if (version != 1) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION, "HCL report: runtime data is of version 1, got " + version);
        }
        Hardware hardware = hardware(in.u32le("type of the hardware report"));
        Digest digest = digest(in.u32le("hash of the runtime data"));
        long length = in.u32le("length of the runtime data");
        if (length > MOST_RUNTIME_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "HCL report: runtime data has at most " + MOST_RUNTIME_BYTES + " bytes, got " + length);
        }
        return new HclReport(hardware, digest, hardwareReport, in.bytes("runtime data", length));
    }

    /** @throws EvidenceRefused AK_NOT_BOUND when the hardware vouches for other runtime data */
    void requireVouched(byte[] reportData) throws EvidenceRefused {
        if (!Arrays.equals(digest.reportData(runtimeData), reportData)) {
            throw new EvidenceRefused(
                    Reason.AK_NOT_BOUND, "the hardware's report data is not the digest of the runtime data");
        }
    }

    private static Hardware hardware(long type) throws EvidenceRefused {
        if (type == 2) {
            return Hardware.SNP;
        }
        if (type == 4) {
            return Hardware.TDX;
        }
        throw new EvidenceRefused(
                Reason.UNSUPPORTED_VERSION, "HCL report: the hardware's report is of type 2 or 4, got " + type);
    }

    private static Digest digest(long number) throws EvidenceRefused {
        if (number < 1 || number > Digest.values().length) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM, "HCL report: the hash is number 1, 2 or 3, got " + number);
        }
        return Digest.values()[(int) number - 1];
    }
}
