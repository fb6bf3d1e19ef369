package io.lotabots.settlement;

import io.lotabots.crypto.Ed25519;

/** The Ed25519 key with which epoch roots are signed; immutable. */
public final class RootKey {
    private final byte[] seed;
    private final byte[] publicKey;
    private final String id;

    private RootKey(byte[] seed) {
        this.seed = seed.clone();
        this.publicKey = Ed25519.publicKey(seed);
        this.id = EpochRoot.keyId(publicKey);
    }

    /** The key of a 32-byte seed. @throws IllegalArgumentException when it has another length */
    public static RootKey of(byte[] seed) {
        return new RootKey(seed);
    }

    /** The name under which it is published, see {@link EpochRoot#keyId}. */
    public String id() {
        return id;
    }

    /** The 32 bytes that verify its signatures. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(seed, message);
    }
}
