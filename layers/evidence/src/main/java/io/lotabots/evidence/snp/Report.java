package io.lotabots.evidence.snp;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * An attestation report of 1,184 bytes, little-endian, of version 2, 3 or 5 (publication 56860, table 23).
 *
 * @param policy the guest's policy, 64 bits
 * @param vmpl the privilege level that asked for it, 0 to 3, or 0xffffffff for the host
 * @param currentTcb 8 bytes, as all TCB versions here: what runs
 * @param reportedTcb what the signing key stands for, which may be older than what runs
 * @param committedTcb what can no longer be rolled back
 * @param launchTcb what ran when the guest began
 * @param family CPU family, or -1 before version 3
 * @param model CPU model, or -1 before version 3
 * @param signed the bytes under the signature
 */
record Report(
        int version,
        long guestSvn,
        long policy,
        byte[] familyId,
        byte[] imageId,
        long vmpl,
        byte[] currentTcb,
        long platformInfo,
        long keyInfo,
        byte[] reportData,
        byte[] measurement,
        byte[] hostData,
        byte[] idKeyDigest,
        byte[] authorKeyDigest,
        byte[] reportId,
        byte[] migrationAgentId,
        byte[] reportedTcb,
        int family,
        int model,
        byte[] chipId,
        byte[] committedTcb,
        byte[] launchTcb,
        byte[] signed,
        BigInteger r,
        BigInteger s) {
    static final int BYTES = 1184;

    private static final int TURIN_CHIP_ID = 8;

    private static final int SIGNED_BYTES = 0x2A0;
    private static final int HALF_BYTES = 72;
    private static final int TCB_BYTES = 8;
    private static final int ECDSA_P384_SHA384 = 1;
    private static final int FIRST_WITH_CPUID = 3;

    static Report read(byte[] bytes) throws EvidenceRefused {
        if (bytes.length != BYTES) {
            throw new EvidenceRefused(Reason.BAD_LENGTH, "an SNP report has " + BYTES + " bytes, got " + bytes.length);
        }
        Reader in = new Reader("SNP report", bytes);
        int version = version(in.u32le("version"));
        long guestSvn = in.u32le("guest SVN");
        long policy = in.u64le("policy");
        byte[] familyId = in.bytes("family", 16);
        byte[] imageId = in.bytes("image", 16);
        long vmpl = in.u32le("VMPL");
        requireAlgorithm(in.u32le("signature algorithm"));
        byte[] currentTcb = in.bytes("current TCB", TCB_BYTES);
        long platformInfo = in.u64le("platform info");
        long keyInfo = in.u64le("key info");
        byte[] reportData = in.bytes("report data", 64);
        byte[] measurement = in.bytes("measurement", 48);
        byte[] hostData = in.bytes("host data", 32);
        byte[] idKeyDigest = in.bytes("ID key digest", 48);
        byte[] authorKeyDigest = in.bytes("author key digest", 48);
        byte[] reportId = in.bytes("report identifier", 32);
        byte[] migrationAgentId = in.bytes("migration agent", 32);
        byte[] reportedTcb = in.bytes("reported TCB", TCB_BYTES);
        int family = in.u8("CPU family");
        int model = in.u8("CPU model");
        in.skip("stepping and reserved", 22);
        byte[] chipId = in.bytes("chip identifier", 64);
        byte[] committedTcb = in.bytes("committed TCB", TCB_BYTES);
        in.skip("firmware versions", 8);
        byte[] launchTcb = in.bytes("launch TCB", TCB_BYTES);
        in.skip("mitigations and reserved", SIGNED_BYTES - in.position());
        BigInteger r = littleEndian(in.bytes("r", HALF_BYTES));
        BigInteger s = littleEndian(in.bytes("s", HALF_BYTES));
        requireZeros(in.bytes("end of the signature", in.remaining()));
        return new Report(
                version,
                guestSvn,
                policy,
                familyId,
                imageId,
                vmpl,
                currentTcb,
                platformInfo,
                keyInfo,
                reportData,
                measurement,
                hostData,
                idKeyDigest,
                authorKeyDigest,
                reportId,
                migrationAgentId,
                reportedTcb,
                version < FIRST_WITH_CPUID ? -1 : family,
                version < FIRST_WITH_CPUID ? -1 : model,
                chipId,
                committedTcb,
                launchTcb,
                Arrays.copyOf(bytes, SIGNED_BYTES),
                r,
                s);
    }

    /**
     * Under which keys the certificate of the chip that signed is known; a report before version 3 tells no product. None when
     * another key than a chip's signed, or the chip hides its identifier.
     */
    List<String> chipKeys() throws EvidenceRefused {
        if (signingKey() != 0 || Arrays.equals(chipId, new byte[chipId.length])) {
            return List.of();
        }
        List<Product> products = hasCpu() ? List.of(Product.of(family, model)) : List.of(Product.MILAN, Product.GENOA);
        HexFormat hex = HexFormat.of();
        // Turin's identifiers are of 8 bytes; zeros fill them up.
        return products.stream()
                .map(product -> product.collateral() + "/vcek/"
                        + hex.formatHex(product == Product.TURIN ? Arrays.copyOf(chipId, TURIN_CHIP_ID) : chipId) + "/"
                        + hex.formatHex(reportedTcb))
                .toList();
    }

    boolean hasCpu() {
        return family >= 0;
    }

    boolean isDebug() {
        return (policy & 1L << 19) != 0;
    }

    /** Whether the guest may be handed to a migration agent, or has been. */
    boolean isMigratable() {
        boolean agent = false;
        for (byte octet : migrationAgentId) {
            agent |= octet != -1;
        }
        return (policy & 1L << 18) != 0 || agent;
    }

    /** Whether the platform found no two addresses of one memory cell since its last reset (CVE-2024-21944). */
    boolean areAliasesChecked() {
        return (platformInfo & 1L << 5) != 0;
    }

    /** Which key signed, as the report says: 0 VCEK, 1 VLEK, 7 none. */
    int signingKey() {
        return (int) (keyInfo >> 2 & 7);
    }

    private static int version(long version) throws EvidenceRefused {
        if (version != 2 && version != 3 && version != 5) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION, "an SNP report is of version 2, 3 or 5, got " + version);
        }
        return (int) version;
    }

    private static void requireAlgorithm(long algorithm) throws EvidenceRefused {
        if (algorithm != ECDSA_P384_SHA384) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM,
                    "an SNP report is signed with algorithm 1, ECDSA P-384 with SHA-384, got " + algorithm);
        }
    }

    private static void requireZeros(byte[] bytes) throws EvidenceRefused {
        for (byte octet : bytes) {
            if (octet != 0) {
                throw new EvidenceRefused(Reason.MALFORMED, "SNP report: the signature does not end in zeros");
            }
        }
    }

    private static BigInteger littleEndian(byte[] bytes) {
        for (int i = 0; i < bytes.length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
        return new BigInteger(1, bytes);
    }
}
