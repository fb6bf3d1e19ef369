package io.lotabots.evidence.tpm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Key derivation of a TPM (TPM 2.0 Library, Part 1, section 11.4.10). Labels are written without their final zero. */
final class TpmKdf {
    private TpmKdf() {}

    /** KDFa: SP 800-108 in counter mode over HMAC. */
    static byte[] a(TpmHash hash, byte[] key, String label, byte[] contextU, byte[] contextV, int bits) {
        byte[] info = ByteBuffer.allocate(label.length() + 1 + contextU.length + contextV.length + 4)
                .put(label.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .put(contextU)
                .put(contextV)
                .putInt(bits)
                .array();
        ByteArrayOutputStream derived = new ByteArrayOutputStream();
        for (int counter = 1; derived.size() * 8 < bits; counter++) {
            derived.writeBytes(hmac(hash, key, number(counter), info));
        }
        return Arrays.copyOf(derived.toByteArray(), bits / 8);
    }

    /** KDFe: the one-step derivation of SP 800-56A from a shared secret. */
    static byte[] e(TpmHash hash, byte[] z, String label, byte[] partyU, byte[] partyV, int bits) {
        ByteArrayOutputStream derived = new ByteArrayOutputStream();
        for (int counter = 1; derived.size() * 8 < bits; counter++) {
            derived.writeBytes(hash.digest(
                    number(counter), z, (label + "\0").getBytes(StandardCharsets.US_ASCII), partyU, partyV));
        }
        return Arrays.copyOf(derived.toByteArray(), bits / 8);
    }

    static byte[] hmac(TpmHash hash, byte[] key, byte[]... parts) {
        try {
            String algorithm = "Hmac" + hash.jca().replace("SHA-", "SHA");
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC", missing);
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
