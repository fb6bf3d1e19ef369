package io.lotabots.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * A key on P-256 with which tokens are signed (ES256, RFC 7518), derived from a secret and a generation, so that a secret
 * alone is kept and any number of keys follow one another. Immutable.
 */
public final class TokenKey {
    private static final int COORDINATE_BYTES = 32;
    private static final String CURVE = "secp256r1";

    private final ECPrivateKey privateKey;
    private final ECPublicKey publicKey;
    private final String id;

    private TokenKey(ECPrivateKey privateKey, ECPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.id = thumbprint();
    }

    /**
     * The key of a secret for a purpose: the HMAC-SHA-256 of purpose, generation and a part number under the secret, 48
     * bytes of it, reduced to 1 to n-1 (FIPS 186-5, A.2.1: 128 bits more than the order has).
     */
    public static TokenKey derive(byte[] secret, String purpose, long generation) {
        String name = purpose + " " + generation + " ";
        byte[] first = Digests.hmacSha256(secret, (name + 1).getBytes(StandardCharsets.UTF_8));
        byte[] second = Digests.hmacSha256(secret, (name + 2).getBytes(StandardCharsets.UTF_8));
        byte[] wide = new byte[48];
        System.arraycopy(first, 0, wide, 0, 32);
        System.arraycopy(second, 0, wide, 32, 16);
        var curve = CustomNamedCurves.getByName(CURVE);
        BigInteger scalar = new BigInteger(1, wide)
                .mod(curve.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        var point = curve.getG().multiply(scalar).normalize();
        ECPoint affine = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        try {
            return new TokenKey(
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar, p256())),
                    publicKey(affine));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    /**
     * The public key of a JWK's coordinates.
     *
     * @throws IllegalArgumentException when they are no point of the curve
     */
    public static ECPublicKey publicKey(String x, String y) {
        BigInteger affineX = new BigInteger(1, Base64.getUrlDecoder().decode(x));
        BigInteger affineY = new BigInteger(1, Base64.getUrlDecoder().decode(y));
        // The library refuses what is not on the curve.
        CustomNamedCurves.getByName(CURVE).getCurve().validatePoint(affineX, affineY);
        return publicKey(new ECPoint(affineX, affineY));
    }

    private static ECPublicKey publicKey(ECPoint point) {
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, p256()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** Its JWK thumbprint (RFC 7638) in base64url: the {@code kid} of what it signs. */
    public String id() {
        return id;
    }

    /** The first coordinate of the public point, 32 bytes in base64url, as a JWK has it. */
    public String x() {
        return coordinate(publicKey.getW().getAffineX());
    }

    /** The second coordinate. */
    public String y() {
        return coordinate(publicKey.getW().getAffineY());
    }

    /** What signs. */
    public ECPrivateKey privateKey() {
        return privateKey;
    }

    /** What verifies. */
    public ECPublicKey publicKey() {
        return publicKey;
    }

    private String thumbprint() {
        String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x() + "\",\"y\":\"" + y() + "\"}";
        return base64(Digests.sha256(members.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] shortest = value.toByteArray();
        int from = Math.max(0, shortest.length - COORDINATE_BYTES);
        int length = shortest.length - from;
        System.arraycopy(shortest, from, bytes, COORDINATE_BYTES - length, length);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
