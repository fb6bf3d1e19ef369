package io.lotabots.evidence.tpm;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import io.lotabots.evidence.Reason;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The public area of a key: TPMT_PUBLIC (TPM 2.0 Library, Part 2, section 12.2.4), RSA or an elliptic curve of NIST.
 *
 * @param encoded the TPMT_PUBLIC as it was read, over which the name is computed
 * @param attributes TPMA_OBJECT, 32 bits
 * @param scheme TPM_ALG_ID of the signing scheme, {@link #NULL} when the key leaves it open
 * @param schemeHash the hash of the scheme, null when the scheme is open or has none
 * @param key for the JCA
 */
public record TpmPublic(
        byte[] encoded,
        TpmHash nameHash,
        long attributes,
        byte[] authPolicy,
        int scheme,
        @Nullable TpmHash schemeHash,
        PublicKey key) {
    /** Longer than any key of 4,096 bits. */
    public static final int MOST_BYTES = 2048;

    public static final int NULL = 0x0010;
    public static final long FIXED_TPM = 1 << 1;
    public static final long FIXED_PARENT = 1 << 4;
    public static final long SENSITIVE_DATA_ORIGIN = 1 << 5;
    public static final long USER_WITH_AUTH = 1 << 6;
    public static final long RESTRICTED = 1 << 16;
    public static final long DECRYPT = 1 << 17;
    public static final long SIGN = 1 << 18;

    private static final int RSA = 0x0001;
    private static final int ECC = 0x0023;
    private static final int RSAES = 0x0015;
    private static final int ECDAA = 0x001A;
    private static final int XOR = 0x000A;

    /** A TPMT_PUBLIC, or a TPM2B_PUBLIC around one, with nothing after it. */
    public static TpmPublic of(byte[] bytes) throws EvidenceRefused {
        if (bytes.length > MOST_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "a public area has at most " + MOST_BYTES + " bytes, got " + bytes.length);
        }
        Reader reader = new Reader("TPMT_PUBLIC", bytes);
        int first = reader.u16be("type");
        // A public area that is as long as the number of its key type would say does not exist: it would hold no key.
        boolean sized = first == bytes.length - 2;
        byte[] area = sized ? Arrays.copyOfRange(bytes, 2, bytes.length) : bytes.clone();
        return area(area);
    }

    private static TpmPublic area(byte[] area) throws EvidenceRefused {
        Reader reader = new Reader("TPMT_PUBLIC", area);
        int type = reader.u16be("type");
        if (type != RSA && type != ECC) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_ALGORITHM,
                    "TPMT_PUBLIC: key type 0x%04x is neither RSA nor ECC".formatted(type));
        }
        TpmHash nameHash = TpmHash.of(reader.u16be("nameAlg"), "nameAlg");
        long attributes = reader.u32be("objectAttributes");
        byte[] authPolicy = sized(reader, "authPolicy", 64);
        skipSymmetric(reader);
        int scheme = reader.u16be("scheme");
        TpmHash schemeHash = null;
        if (scheme != NULL && scheme != RSAES) {
            schemeHash = TpmHash.of(reader.u16be("scheme hash"), "scheme hash");
        }
        if (scheme == ECDAA) {
            reader.skip("scheme count", 2);
        }
        PublicKey key = type == RSA ? rsa(reader) : ecc(reader);
        reader.end();
        return new TpmPublic(area, nameHash, attributes, authPolicy, scheme, schemeHash, key);
    }

    /** The name of the key: nameAlg and the digest of the public area (Part 1, section 16). */
    public byte[] name() {
        byte[] digest = nameHash.digest(encoded);
        byte[] name = new byte[2 + digest.length];
        name[0] = (byte) (nameHash.id() >> 8);
        name[1] = (byte) nameHash.id();
        System.arraycopy(digest, 0, name, 2, digest.length);
        return name;
    }

    public boolean has(long attribute) {
        return (attributes & attribute) == attribute;
    }

    /** A TPM2B: its length in two bytes, then so many bytes. */
    static byte[] sized(Reader reader, String field, int most) throws EvidenceRefused {
        int length = reader.u16be(field);
        if (length > most) {
            throw new EvidenceRefused(Reason.BAD_LENGTH, field + " has at most " + most + " bytes, got " + length);
        }
        return reader.bytes(field, length);
    }

    private static void skipSymmetric(Reader reader) throws EvidenceRefused {
        int symmetric = reader.u16be("symmetric");
        if (symmetric == NULL) {
            return;
        }
        reader.skip("symmetric key bits", 2);
        if (symmetric != XOR) {
            reader.skip("symmetric mode", 2);
        }
    }

    private static PublicKey rsa(Reader reader) throws EvidenceRefused {
        int bits = reader.u16be("keyBits");
        long exponent = reader.u32be("exponent");
        byte[] modulus = sized(reader, "modulus", 1024);
        BigInteger n = new BigInteger(1, modulus);
        if (n.bitLength() != bits) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "TPMT_PUBLIC: a modulus of " + n.bitLength() + " bits where keyBits is " + bits);
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(n, BigInteger.valueOf(exponent == 0 ? 65537 : exponent)));
        } catch (GeneralSecurityException notOne) {
            throw new EvidenceRefused(Reason.MALFORMED, "TPMT_PUBLIC: the RSA key is not one");
        }
    }

    private static PublicKey ecc(Reader reader) throws EvidenceRefused {
        int curve = reader.u16be("curveID");
        if (reader.u16be("kdf") != NULL) {
            reader.skip("kdf hash", 2);
        }
        BigInteger x = new BigInteger(1, sized(reader, "x", 66));
        BigInteger y = new BigInteger(1, sized(reader, "y", 66));
        String name = switch (curve) {
            case 0x0003 -> "secp256r1";
            case 0x0004 -> "secp384r1";
            case 0x0005 -> "secp521r1";
            default ->
                throw new EvidenceRefused(
                        Reason.UNSUPPORTED_ALGORITHM,
                        "TPMT_PUBLIC: curve 0x%04x is not P-256, P-384 or P-521".formatted(curve));
        };
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new ECPublicKeySpec(new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException notOne) {
            throw new EvidenceRefused(Reason.MALFORMED, "TPMT_PUBLIC: the elliptic key is not one");
        }
    }
}
