package io.lotabots.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that passwords are hashed with before bcrypt sees them, so that a stolen table alone is worth nothing. The first is
 * used for what is stored from now on; the others are known until nothing was stored with them.
 *
 * <p>HMAC-SHA-384 in base64 is 64 characters: all of them count for bcrypt, which reads 72 bytes and ends at a zero byte.
 */
public final class Peppers {
    /** Shortest pepper, in characters. */
    public static final int MIN_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA384";
    private static final int ID_BYTES = 4;

    private final SequencedMap<String, byte[]> byId;

    private Peppers(SequencedMap<String, byte[]> byId) {
        this.byId = byId;
    }

    /**
     * Peppers as a secret holds them.
     *
     * @param secret UTF-8 text: one pepper, or several parted by commas with the newest first
     * @throws IllegalStateException when one is shorter than {@value #MIN_LENGTH} characters
     */
    public static Peppers of(byte[] secret) {
        SequencedMap<String, byte[]> byId = new LinkedHashMap<>();
        for (String pepper : new String(secret, StandardCharsets.UTF_8).split(",", -1)) {
            String text = pepper.strip();
            if (text.length() < MIN_LENGTH) {
                throw new IllegalStateException(
                        "a pepper has at least " + MIN_LENGTH + " characters, got one of " + text.length());
            }
            byte[] key = text.getBytes(StandardCharsets.UTF_8);
            byte[] name = mac(key, "pepper id".getBytes(StandardCharsets.UTF_8));
            byId.put(HexFormat.of().formatHex(name, 0, ID_BYTES), key);
        }
        return new Peppers(byId);
    }

    /** The name of the pepper in use: eight hexadecimal digits that say nothing of it. */
    public String current() {
        return byId.firstEntry().getKey();
    }

    /** What bcrypt hashes for a password, in 64 ASCII characters; absent when no pepper is called {@code id}. */
    Optional<byte[]> prehash(String id, String password) {
        return Optional.ofNullable(byId.get(id))
                .map(key -> Base64.getEncoder().encode(mac(key, password.getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] mac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java platform has no " + ALGORITHM, impossible);
        }
    }
}
