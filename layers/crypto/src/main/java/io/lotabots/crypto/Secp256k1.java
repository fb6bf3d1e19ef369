package io.lotabots.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA on secp256k1 as Ethereum uses it (SEC 1, EIP-2): signatures of 65 bytes, {@code r}, {@code s} and {@code v}, from
 * which the signer's public key is recovered. Of the two signatures that would do, the one with the greater {@code s} is
 * refused, so that no third party can make another out of one.
 */
public final class Secp256k1 {
    /** Bytes of a public key: both coordinates. */
    public static final int PUBLIC_KEY_BYTES = 64;

    /** Bytes of a signature with its recovery id. */
    public static final int SIGNATURE_BYTES = 65;

    static final int NUMBER_BYTES = 32;
    static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    static final BigInteger ORDER = CURVE.getN();
    static final BigInteger HALF = ORDER.shiftRight(1);

    private static final int EVEN = 2;

    private Secp256k1() {}

    /** Keccak-256 as Ethereum has it, which is not SHA3-256: the padding is the older one. */
    public static byte[] keccak(byte[] data) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(data, 0, data.length);
        byte[] out = new byte[NUMBER_BYTES];
        digest.doFinal(out, 0);
        return out;
    }

    /**
     * The key that signed.
     *
     * @param hash 32 bytes
     * @param signature {@code r}, {@code s}, and {@code v} of 27 or 28, or 0 or 1
     * @return both coordinates, 64 bytes; empty when it is no signature of any key, or the one of two with the greater
     *     {@code s}
     */
    public static Optional<byte[]> recover(byte[] hash, byte[] signature) {
        if (hash.length != NUMBER_BYTES || signature.length != SIGNATURE_BYTES) {
            return Optional.empty();
        }
        int v = Byte.toUnsignedInt(signature[SIGNATURE_BYTES - 1]);
        int odd = v >= 27 ? v - 27 : v;
        BigInteger r = number(signature, 0);
        BigInteger s = number(signature, NUMBER_BYTES);
        if (odd > 1 || outside(r, ORDER.subtract(BigInteger.ONE)) || outside(s, HALF)) {
            return Optional.empty();
        }
        byte[] encoded = new byte[1 + NUMBER_BYTES];
        encoded[0] = (byte) (EVEN + odd);
        System.arraycopy(signature, 0, encoded, 1, NUMBER_BYTES);
        ECPoint point;
        try {
            point = CURVE.getCurve().decodePoint(encoded);
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
        BigInteger inverse = r.modInverse(ORDER);
        BigInteger message = number(hash, 0);
        BigInteger forGenerator = message.negate().multiply(inverse).mod(ORDER);
        BigInteger forPoint = s.multiply(inverse).mod(ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), forGenerator, point, forPoint)
                .normalize();
        return key.isInfinity() ? Optional.empty() : Optional.of(coordinates(key));
    }

    /**
     * Whether a key signed.
     *
     * @param signature {@code r} and {@code s}, 64 bytes
     * @param publicKey both coordinates, 64 bytes
     */
    public static boolean verify(byte[] hash, byte[] signature, byte[] publicKey) {
        if (signature.length != SIGNATURE_BYTES - 1) {
            return false;
        }
        byte[] full = Arrays.copyOf(signature, SIGNATURE_BYTES);
        for (byte v = 0; v <= 1; v++) {
            full[SIGNATURE_BYTES - 1] = v;
            if (recover(hash, full).filter(key -> Arrays.equals(key, publicKey)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    static byte[] coordinates(ECPoint normalized) {
        byte[] out = new byte[PUBLIC_KEY_BYTES];
        System.arraycopy(normalized.getAffineXCoord().getEncoded(), 0, out, 0, NUMBER_BYTES);
        System.arraycopy(normalized.getAffineYCoord().getEncoded(), 0, out, NUMBER_BYTES, NUMBER_BYTES);
        return out;
    }

    static BigInteger number(byte[] bytes, int from) {
        return new BigInteger(1, bytes, from, NUMBER_BYTES);
    }

    private static boolean outside(BigInteger number, BigInteger most) {
        return number.signum() <= 0 || number.compareTo(most) > 0;
    }
}
