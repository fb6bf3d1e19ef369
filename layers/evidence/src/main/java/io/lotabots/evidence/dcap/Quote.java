package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A quote of version 3 (SGX), 4 (SGX, TDX 1.0) or 5 (also TDX 1.5), signed with ECDSA P-256. What follows the signature
 * data is not read: those who carry quotes send whole buffers.
 *
 * @param signed header and body, over which the attestation key signed
 * @param signature r and s, 64 bytes
 * @param attestationKey x and y, 64 bytes
 * @param qeReport the quoting enclave's report, 384 bytes, over which the PCK signed
 * @param qeSignature r and s, 64 bytes
 * @param authentication what the quoting enclave hashes after its attestation key
 * @param chain the PCK's certificates in PEM
 */
record Quote(
        int version,
        Body body,
        byte[] signed,
        byte[] signature,
        byte[] attestationKey,
        byte[] qeReport,
        byte[] qeSignature,
        byte[] authentication,
        byte[] chain) {
    private static final int HEADER_BYTES = 48;
    private static final int ECDSA_P256 = 2;
    private static final long SGX = 0;
    private static final long TDX = 0x81;
    private static final int QE_REPORT_CERTIFICATION = 6;
    private static final int PCK_CHAIN = 5;
    private static final byte[] INTEL = HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607");

    static Quote read(byte[] bytes) throws EvidenceRefused {
        Reader in = new Reader("quote", bytes);
        int version = in.u16le("version");
        if (version < 3 || version > 5) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_VERSION, "a quote is of version 3, 4 or 5, got " + version);
        }
        int algorithm = in.u16le("attestation key type");
        if (algorithm != ECDSA_P256) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM, "a quote is signed with key type 2, ECDSA P-256, got " + algorithm);
        }
        long tee = in.u32le("TEE type");
        in.skip("SVNs", 4);
        byte[] vendor = in.bytes("QE vendor", 16);
        if (!Arrays.equals(vendor, INTEL)) {
            throw new EvidenceRefused(
                    Reason.BAD_QE_VENDOR,
                    "the quoting enclave is Intel's, got vendor "
                            + HexFormat.of().formatHex(vendor));
        }
        in.skip("user data", HEADER_BYTES - in.position());
        Body body = body(in, version, tee);
        byte[] signed = Arrays.copyOf(bytes, in.position());
        Reader signatures = in.span("signature data", in.u32le("length of signature data"));
        byte[] signature = signatures.bytes("signature", 64);
        byte[] attestationKey = signatures.bytes("attestation key", 64);
        Reader certification =
                version == 3 ? signatures : certified(signatures, QE_REPORT_CERTIFICATION, "the QE report");
        byte[] qeReport = certification.bytes("QE report", Enclave.BYTES);
        byte[] qeSignature = certification.bytes("QE report signature", 64);
        byte[] authentication =
                certification.bytes("QE authentication data", certification.u16le("length of authentication data"));
        Reader chain = certified(certification, PCK_CHAIN, "a chain of the PCK");
        return new Quote(
                version,
                body,
                signed,
                signature,
                attestationKey,
                qeReport,
                qeSignature,
                authentication,
                chain.bytes("PCK chain", chain.remaining()));
    }

    /** The tee type of the header and the type of a version 5 body must say the same. */
    private static Body body(Reader in, int version, long tee) throws EvidenceRefused {
        if (tee != SGX && (tee != TDX || version == 3)) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "quote: TEE type 0x%x in version %d is not one".formatted(tee, version));
        }
        if (version < 5) {
            return tee == SGX
                    ? Enclave.read(in.bytes("body", Enclave.BYTES))
                    : TrustDomain.read(in.bytes("body", TrustDomain.BYTES));
        }
        int type = in.u16le("body type");
        long size = in.u32le("body size");
        long expected = switch (type) {
            case 1 -> tee == SGX ? Enclave.BYTES : -1;
            case 2 -> tee == TDX ? TrustDomain.BYTES : -1;
            case 3 -> tee == TDX ? TrustDomain.LATER_BYTES : -1;
            default -> -1;
        };
        if (size != expected) {
            throw new EvidenceRefused(
                    Reason.MALFORMED,
                    "quote: a body of type %d and %d bytes does not fit TEE type 0x%x".formatted(type, size, tee));
        }
        byte[] bytes = in.bytes("body", size);
        return tee == SGX ? Enclave.read(bytes) : TrustDomain.read(bytes);
    }

    private static Reader certified(Reader in, int wanted, String called) throws EvidenceRefused {
        int type = in.u16le("type of certification data");
        if (type != wanted) {
            throw new EvidenceRefused(
                    Reason.MALFORMED,
                    "quote: certification data of type " + wanted + ", " + called + ", is wanted, got " + type);
        }
        return in.span("certification data", in.u32le("length of certification data"));
    }
}
