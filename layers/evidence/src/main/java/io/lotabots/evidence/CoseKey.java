package io.lotabots.evidence;

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
import java.util.Map;

/**
 * Public keys as evidence writes them: a COSE_Key (RFC 9052 section 7) of an elliptic curve or of RSA, or a bare point.
 * Whether a point is on its curve is checked where a signature is.
 */
public final class CoseKey {
    private static final int KEY_TYPE = 1;
    private static final int EC2 = 2;
    private static final int RSA = 3;
    private static final Map<Long, Curve> CURVES =
            Map.of(1L, new Curve("secp256r1", 32), 2L, new Curve("secp384r1", 48), 3L, new Curve("secp521r1", 66));

    private CoseKey() {}

    /** A COSE_Key. */
    public static PublicKey of(Cbor key) throws EvidenceRefused {
        long type = key.get(KEY_TYPE).integer();
        if (type == EC2) {
            long curve = key.get(-1).integer();
            Curve named = CURVES.get(curve);
            if (named == null) {
                throw new EvidenceRefused(
                        Reason.UNSUPPORTED_ALGORITHM, "COSE: the curve is P-256, P-384 or P-521, got " + curve);
            }
            return named.key(
                    key.get(-2).bytes("COSE: x of a key", named.bytes, named.bytes),
                    key.get(-3).bytes("COSE: y of a key", named.bytes, named.bytes));
        }
        if (type == RSA) {
            return rsa(
                    key.get(-1).bytes("COSE: the modulus", 128, 1024),
                    key.get(-2).bytes("COSE: the exponent", 1, 8));
        }
        throw new EvidenceRefused(Reason.UNSUPPORTED_ALGORITHM, "COSE: the type of a key is 2 or 3, got " + type);
    }

    /** A point of P-256, P-384 or P-521 that is not compressed: 04, x, y (SEC 1 section 2.3.3). */
    public static PublicKey ofPoint(byte[] point) throws EvidenceRefused {
        for (Curve curve : CURVES.values()) {
            if (point.length == 1 + 2 * curve.bytes && point[0] == 4) {
                return curve.key(
                        Arrays.copyOfRange(point, 1, 1 + curve.bytes),
                        Arrays.copyOfRange(point, 1 + curve.bytes, point.length));
            }
        }
        throw new EvidenceRefused(
                Reason.MALFORMED, "a key is 04 and two coordinates of one length, got " + point.length + " bytes");
    }

    private static PublicKey rsa(byte[] modulus, byte[] exponent) throws EvidenceRefused {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent)));
        } catch (GeneralSecurityException unusable) {
            throw new EvidenceRefused(Reason.MALFORMED, "an RSA key cannot be used");
        }
    }

    private static final class Curve {
        private final ECParameterSpec parameters;
        private final int bytes;

        Curve(String name, int bytes) {
            try {
                AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
                named.init(new ECGenParameterSpec(name));
                this.parameters = named.getParameterSpec(ECParameterSpec.class);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("no curve \"" + name + "\"", missing);
            }
            this.bytes = bytes;
        }

        PublicKey key(byte[] x, byte[] y) throws EvidenceRefused {
            ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
            try {
                return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
            } catch (GeneralSecurityException | RuntimeException unusable) {
                throw new EvidenceRefused(Reason.MALFORMED, "a key of an elliptic curve cannot be used");
            }
        }
    }
}
