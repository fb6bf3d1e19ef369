package io.lotabots.evidence;

import io.lotabots.evidence.Cbor.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;

/**
 * A COSE_Sign1 message (RFC 9052 section 4.2) with its payload inside, tagged or not, signed with ECDSA (RFC 9053 section
 * 2.1) on the curve of its own strength. Only the protected header is believed; a message with critical headers is refused.
 *
 * @param algorithm the identifier of the protected header, as -35
 * @param headers the protected headers, an empty map when there are none
 */
public record CoseSign1(byte[] protectedBytes, Cbor headers, long algorithm, byte[] payload, byte[] signature) {
    private static final int TAG_MAC0 = 17;
    private static final int TAG_SIGN1 = 18;
    private static final int ALGORITHM = 1;
    private static final int CRITICAL = 2;
    private static final byte[] EMPTY_MAP = {(byte) 0xa0};
    private static final Map<Long, Algorithm> ALGORITHMS = Map.of(
            -7L, new Algorithm("SHA-256", 256, 64),
            -35L, new Algorithm("SHA-384", 384, 96),
            -36L, new Algorithm("SHA-512", 521, 132));

    private record Algorithm(String digest, int curveBits, int signatureBytes) {}

    /** @throws EvidenceRefused MALFORMED, or UNSUPPORTED_ALGORITHM for a MAC and for anything but ES256, ES384, ES512 */
    public static CoseSign1 of(byte[] message) throws EvidenceRefused {
        return of(Cbor.of(message));
    }

    /** As {@link #of(byte[])}, from an item of a larger structure. */
    public static CoseSign1 of(Cbor message) throws EvidenceRefused {
        Cbor array = message;
        if (array.kind() == Kind.TAG) {
            long tag = array.tag();
            if (tag == TAG_MAC0) {
                throw new EvidenceRefused(
                        Reason.UNSUPPORTED_ALGORITHM,
                        "a COSE_Mac0 is made with a key that its verifier shares: it identifies no hardware");
            }
            if (tag != TAG_SIGN1) {
                throw new EvidenceRefused(
                        Reason.MALFORMED, "a COSE_Sign1 message has the tag " + TAG_SIGN1 + " or none, got " + tag);
            }
            array = array.tagged();
        }
        List<Cbor> parts = array.items();
        if (parts.size() != 4) {
            throw new EvidenceRefused(Reason.MALFORMED, "a COSE_Sign1 message has 4 parts, got " + parts.size());
        }
        byte[] protectedBytes = parts.get(0).bytes();
        // Section 3: an empty header is an empty string, and the empty map must be taken as well.
        Cbor headers = Cbor.of(protectedBytes.length == 0 ? EMPTY_MAP : protectedBytes);
        Map<Object, Cbor> unprotected = parts.get(1).entries();
        for (Object label : headers.entries().keySet()) {
            if (unprotected.containsKey(label)) {
                throw new EvidenceRefused(Reason.MALFORMED, "COSE: the header " + label + " stands twice");
            }
        }
        if (headers.find(CRITICAL) != null) {
            throw new EvidenceRefused(Reason.UNSUPPORTED_ALGORITHM, "COSE: critical headers are not understood");
        }
        long algorithm = headers.get(ALGORITHM).integer();
        if (!ALGORITHMS.containsKey(algorithm)) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM,
                    "COSE: the algorithm is one of -7, -35 and -36 (ECDSA), got " + algorithm);
        }
        return new CoseSign1(
                protectedBytes,
                headers,
                algorithm,
                parts.get(2).bytes(),
                parts.get(3).bytes());
    }

    /** Whether the holder of the key signed this, with the curve and the length of signature of its algorithm. */
    public boolean isSignedBy(PublicKey key) {
        Algorithm named = ALGORITHMS.get(algorithm);
        return named != null
                && key instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == named.curveBits
                && signature.length == named.signatureBytes
                && Signatures.ecdsaRaw(key, named.digest, toBeSigned(), signature);
    }

    /** The Sig_structure of section 4.4, without external data. */
    private byte[] toBeSigned() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + protectedBytes.length + 32);
        head(out, 4, 4);
        string(out, 3, "Signature1".getBytes(StandardCharsets.US_ASCII));
        string(out, 2, protectedBytes);
        string(out, 2, new byte[0]);
        string(out, 2, payload);
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, int major, byte[] content) {
        head(out, major, content.length);
        out.writeBytes(content);
    }

    private static void head(ByteArrayOutputStream out, int major, int argument) {
        int bytes = argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : 4;
        int additional = bytes == 0 ? argument : 24 + Integer.numberOfTrailingZeros(bytes);
        out.write(major << 5 | additional);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(argument >> 8 * i);
        }
    }
}
