package io.lotabots.crypto;

import java.util.Optional;
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

    /**
     * A public key that was found usable, once for all signatures that it verifies: to find out costs nearly as much as to
     * verify one.
     */
    public static final class Key {
        private final byte[] encoded;
        private final PublicPoint point;

        private Key(byte[] encoded, PublicPoint point) {
            this.encoded = encoded;
            this.point = point;
        }

        /** Whether {@code signature} was made over {@code message} by the holder of this key; never throws. */
        public boolean verify(byte[] message, byte[] signature) {
            return signature.length == SIGNATURE_BYTES
                    && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(signature, 0, point, message, 0, message.length);
        }

        /** The 32 bytes that it was read from. */
        public byte[] bytes() {
            return encoded.clone();
        }
    }

    /** The key of these bytes; absent unless they are a canonical point of full order: only then a signature means something. */
    public static Optional<Key> key(byte[] publicKey) {
        if (publicKey.length != KEY_BYTES) {
            return Optional.empty();
        }
        PublicPoint point = org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport(publicKey, 0);
        return point == null ? Optional.empty() : Optional.of(new Key(publicKey.clone(), point));
    }

    /** Whether {@code signature} was made over {@code message} by the holder of {@code publicKey}; never throws. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_BYTES
                && key(publicKey).filter(key -> key.verify(message, signature)).isPresent();
    }

    /** Whether these bytes are a {@link #key}. */
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
