package io.lotabots.evidence;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The one place that checks signatures of evidence. Elliptic curves (P-256, P-384, P-521) go through BouncyCastle's own
 * field arithmetic, many times faster on P-384 than the JDK's; RSA and ML-DSA stay with the JDK.
 */
public final class Signatures {
    private static final List<Curve> CURVES =
            List.of(new Curve("secp256r1"), new Curve("secp384r1"), new Curve("secp521r1"));

    /** RSA keys are of 2,048 to this many bits: beyond that one verification costs too much. */
    private static final int MOST_RSA_BITS = 8192;

    private static final int LEAST_RSA_BITS = 2048;

    private Signatures() {}

    /** A digest that every Java platform has, by its JCA name. */
    public static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException wrong) {
            throw new IllegalArgumentException("no digest \"" + algorithm + "\"", wrong);
        }
    }

    /** ECDSA with the signature as DER (X.509, TLS); {@code digest} is the JCA name, as {@code SHA-384}. */
    public static boolean ecdsaDer(PublicKey key, String digest, byte[] data, byte[] signature) {
        Curve curve = Curve.of(key);
        if (curve == null) {
            return false;
        }
        BigInteger[] halves;
        try {
            halves = StandardDSAEncoding.INSTANCE.decode(curve.domain.getN(), signature);
        } catch (IOException | RuntimeException malformed) {
            // The decoder throws more than it declares: a wrong type inside the sequence is a failed cast.
            return false;
        }
        return curve.verify((ECPublicKey) key, digest(digest, data), halves[0], halves[1]);
    }

    /** ECDSA with the signature as r and s of equal length, big-endian (COSE, JOSE, SPDM, DCAP). */
    public static boolean ecdsaRaw(PublicKey key, String digest, byte[] data, byte[] signature) {
        int half = signature.length / 2;
        if (signature.length == 0 || signature.length % 2 != 0) {
            return false;
        }
        return ecdsa(
                key,
                digest(digest, data),
                new BigInteger(1, Arrays.copyOf(signature, half)),
                new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length)));
    }

    /** ECDSA over a digest that is already made. */
    public static boolean ecdsa(PublicKey key, byte[] digest, BigInteger r, BigInteger s) {
        Curve curve = Curve.of(key);
        return curve != null && curve.verify((ECPublicKey) key, digest, r, s);
    }

    /** RSA with PKCS#1 v1.5 padding (RFC 8017 section 8.2). */
    public static boolean rsaPkcs1(PublicKey key, String digest, byte[] data, byte[] signature) {
        return isUsableRsa(key) && jdk(digest.replace("-", "") + "withRSA", key, null, data, signature);
    }

    /** RSA-PSS (RFC 8017 section 8.1) with the parameters that the caller's standard fixes. */
    public static boolean rsaPss(PublicKey key, AlgorithmParameterSpec parameters, byte[] data, byte[] signature) {
        return isUsableRsa(key) && jdk("RSASSA-PSS", key, parameters, data, signature);
    }

    /** Ed25519 and ML-DSA, by the JCA name of the algorithm. */
    static boolean other(String algorithm, PublicKey key, byte[] data, byte[] signature) {
        return jdk(algorithm, key, null, data, signature);
    }

    private static boolean isUsableRsa(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                && rsa.getModulus().bitLength() <= MOST_RSA_BITS
                && rsa.getPublicExponent().bitLength() <= 64;
    }

    private static boolean jdk(
            String algorithm,
            PublicKey key,
            @Nullable AlgorithmParameterSpec parameters,
            byte[] data,
            byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notOne) {
            return false;
        }
    }

    /** A named curve, matched by its parameters and not by what a key calls itself. */
    private static final class Curve {
        private final ECDomainParameters domain;
        private final BigInteger prime;

        Curve(String name) {
            X9ECParameters parameters = CustomNamedCurves.getByName(name);
            this.domain = new ECDomainParameters(parameters);
            this.prime = parameters.getCurve().getField().getCharacteristic();
        }

        static @Nullable Curve of(PublicKey key) {
            if (!(key instanceof ECPublicKey ec)) {
                return null;
            }
            for (Curve curve : CURVES) {
                if (curve.is(ec)) {
                    return curve;
                }
            }
            return null;
        }

        private boolean is(ECPublicKey key) {
            ECParameterSpec parameters = key.getParams();
            return domain.getN().equals(parameters.getOrder())
                    && parameters.getCurve().getField() instanceof ECFieldFp field
                    && prime.equals(field.getP())
                    && domain.getCurve()
                            .getB()
                            .toBigInteger()
                            .equals(parameters.getCurve().getB())
                    && domain.getG()
                            .getAffineXCoord()
                            .toBigInteger()
                            .equals(parameters.getGenerator().getAffineX());
        }

        boolean verify(ECPublicKey key, byte[] digest, BigInteger r, BigInteger s) {
            ECPublicKeyParameters point;
            try {
                point = new ECPublicKeyParameters(
                        domain.getCurve()
                                .createPoint(key.getW().getAffineX(), key.getW().getAffineY()),
                        domain);
            } catch (IllegalArgumentException notOnCurve) {
                return false;
            }
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, point);
            return verifier.verifySignature(digest, r, s);
        }
    }
}
