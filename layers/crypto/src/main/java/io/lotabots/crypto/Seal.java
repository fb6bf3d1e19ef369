package io.lotabots.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals small secrets for storage: AES-256-GCM (NIST SP 800-38D) under a key derived from a secret for one purpose, each
 * bound to what it belongs to, so that a row that is copied elsewhere does not open.
 */
public final class Seal {
    /** Length of what {@link #close} wants as nonce. */
    public static final int NONCE_BYTES = 12;

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    private Seal(SecretKeySpec key) {
        this.key = key;
    }

    /** The seal of one purpose. @param secret at least 32 random characters */
    public static Seal of(byte[] secret, String purpose) {
        return new Seal(new SecretKeySpec(Digests.hmacSha256(secret, purpose.getBytes(StandardCharsets.UTF_8)), "AES"));
    }

    /**
     * Seals.
     *
     * @param nonce 12 random bytes, never the same twice
     * @param owner what the secret belongs to
     * @return the nonce and what was sealed with it
     */
    public byte[] close(byte[] plain, byte[] nonce, String owner) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce has " + NONCE_BYTES + " bytes, got " + nonce.length);
        }
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, owner);
        byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
        return both;
    }

    /** Opens. @throws IllegalStateException when it was sealed otherwise, or belongs to another */
    public byte[] open(byte[] sealed, String owner) {
        if (sealed.length < NONCE_BYTES) {
            throw new IllegalStateException("what is sealed for " + owner + " is damaged");
        }
        return run(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(sealed, NONCE_BYTES),
                Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length),
                owner);
    }

    private byte[] run(int mode, byte[] nonce, byte[] content, String owner) {
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the seal of " + owner + " cannot be opened or closed", broken);
        }
    }
}
