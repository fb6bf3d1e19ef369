package io.lotabots.evidence.tpm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps a secret so that only the TPM that holds an endorsement key gives it back, and only when it also holds the named
 * attestation key: TPM2_MakeCredential without a TPM (TPM 2.0 Library, Part 1, section 24).
 *
 * <p>The endorsement key is one of the templates of the TCG EK Credential Profile, which its kind and size tell: RSA of
 * 2,048 bits and P-256 with SHA-256 and AES-128, larger ones with SHA-384 (P-521 with SHA-512) and AES-256.
 */
public final class MakeCredential {
    /** No nonce of a name's algorithm is shorter, so a secret of this length fits every endorsement key. */
    public static final int MOST_SECRET_BYTES = 32;

    private static final String IDENTITY = "IDENTITY";
    private static final int FILE_MAGIC = 0xBADCC0DE;
    private static final int FILE_VERSION = 1;

    private MakeCredential() {}

    private record Wrapped(byte[] seed, byte[] encrypted) {}

    /**
     * The blob that {@code tpm2_activatecredential -i} takes: TPM2B_ID_OBJECT and TPM2B_ENCRYPTED_SECRET behind the
     * header of tpm2-tools.
     *
     * @param endorsementKey RSA of 2,048 or 3,072 bits, or P-256, P-384, P-521
     * @param attestationKeyName the name of the key to be proven
     * @param secret 1 to 32 bytes
     * @throws IllegalArgumentException for another key or length
     */
    public static byte[] blob(PublicKey endorsementKey, byte[] attestationKeyName, byte[] secret, SecureRandom random) {
        if (secret.length == 0 || secret.length > MOST_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a credential is 1 to " + MOST_SECRET_BYTES + " bytes, got " + secret.length);
        }
        try {
            EndorsementTemplate template = EndorsementTemplate.of(endorsementKey);
            TpmHash hash = template.hash();
            Wrapped wrapped = endorsementKey instanceof RSAPublicKey rsa
                    ? rsa(rsa, hash, random)
                    : ecc((ECPublicKey) endorsementKey, template, random);
            byte[] storage =
                    TpmKdf.a(hash, wrapped.seed, "STORAGE", attestationKeyName, new byte[0], template.aesBits());
            byte[] identity = encrypt(storage, sized(secret));
            byte[] integrity = TpmKdf.a(hash, wrapped.seed, "INTEGRITY", new byte[0], new byte[0], hash.size() * 8);
            byte[] mac = TpmKdf.hmac(hash, integrity, identity, attestationKeyName);
            ByteArrayOutputStream blob = new ByteArrayOutputStream();
            blob.writeBytes(ByteBuffer.allocate(8)
                    .putInt(FILE_MAGIC)
                    .putInt(FILE_VERSION)
                    .array());
            blob.writeBytes(sized(join(sized(mac), identity)));
            blob.writeBytes(sized(wrapped.encrypted));
            return blob.toByteArray();
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("a credential cannot be wrapped for this endorsement key", wrong);
        }
    }

    /** Part 1, section B.10.4: a random seed under OAEP. */
    private static Wrapped rsa(RSAPublicKey key, TpmHash hash, SecureRandom random) throws GeneralSecurityException {
        byte[] seed = new byte[hash.size()];
        random.nextBytes(seed);
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        byte[] label = {'I', 'D', 'E', 'N', 'T', 'I', 'T', 'Y', 0};
        oaep.init(
                Cipher.ENCRYPT_MODE,
                key,
                new OAEPParameterSpec(
                        hash.jca(), "MGF1", new MGF1ParameterSpec(hash.jca()), new PSource.PSpecified(label)),
                random);
        return new Wrapped(seed, oaep.doFinal(seed));
    }

    /** Part 1, section C.6.4: the seed is of a Diffie-Hellman secret with a key made for this one credential. */
    private static Wrapped ecc(ECPublicKey key, EndorsementTemplate template, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(key.getParams(), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(key, true);
        ECPublicKey own = (ECPublicKey) ephemeral.getPublic();
        int size = template.fieldBytes();
        byte[] x = padded(own.getW().getAffineX(), size);
        byte[] y = padded(own.getW().getAffineY(), size);
        byte[] seed = TpmKdf.e(
                template.hash(),
                agreement.generateSecret(),
                IDENTITY,
                x,
                padded(key.getW().getAffineX(), size),
                template.hash().size() * 8);
        return new Wrapped(seed, join(sized(x), sized(y)));
    }

    private static byte[] encrypt(byte[] key, byte[] plain) throws GeneralSecurityException {
        Cipher cfb = Cipher.getInstance("AES/CFB/NoPadding");
        // The key is of this one credential, so TPMs use an initial vector of zero.
        cfb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        return cfb.doFinal(plain);
    }

    private static byte[] sized(byte[] bytes) {
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] padded(BigInteger coordinate, int size) {
        byte[] bytes = coordinate.toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, padded, size - length, length);
        return padded;
    }
}
