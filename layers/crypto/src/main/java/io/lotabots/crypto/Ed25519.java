package io.lotabots.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/**
 * Ed25519 of RFC 8032 section 5.1, the platform's one signature verifier of that kind.
 *
 * <p>Stricter than the RFC where clients could otherwise make two signatures of one: S must be below the group order,
 * points must be canonically encoded, and public keys of small order are refused.
 */
public final class Ed25519 {
    /** Bytes of a public key, and of a private seed. */
    public static final int KEY_BYTES = 32;

    /** Bytes of a signature. */
    public static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    /** Whether {@code signature} was made over {@code message} by the holder of {@code publicKey}; never throws. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES || !isUsableKey(publicKey)) {
            return false;
        }
        return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    /** Whether these bytes are a canonical point of full order, so that a signature under them means something. */
    public static boolean isUsableKey(byte[] publicKey) {
        return publicKey.length == KEY_BYTES
                && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(publicKey, 0);
    }

    /** The public key of a 32-byte seed. */
    public static byte[] publicKey(byte[] seed) {
        requireSeed(seed);
        byte[] publicKey = new byte[KEY_BYTES];
        PublicPoint point = org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0);
        org.bouncycastle.math.ec.rfc8032.Ed25519.encodePublicPoint(point, publicKey, 0);
        return publicKey;
    }

    /** The deterministic signature of {@code message} under a 32-byte seed. */
    public static byte[] sign(byte[] seed, byte[] message) {
        requireSeed(seed);
        byte[] signature = new byte[SIGNATURE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private static void requireSeed(byte[] seed) {
        if (seed.length != KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, got " + seed.length);
        }
    }
}
