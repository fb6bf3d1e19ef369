package io.lotabots.clients.wallet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.PlainError;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key at rest: the Ed25519 seed under AES-256-GCM (NIST SP 800-38D), whose key scrypt makes of a passphrase. Everything else in the file is
 * authenticated with it. A digest over the whole tells damage from a wrong passphrase; it protects against nobody.
 *
 * @param publicKey 64 hexadecimal digits
 * @param createdAt when it was made here, seconds since 1970
 * @param scrypt how the passphrase becomes a key
 * @param nonce of AES-GCM, 24 hexadecimal digits; each file has a salt of its own, and so a key of its own
 * @param sealed the encrypted seed and its tag, 96 hexadecimal digits
 */
record Keystore(String publicKey, long createdAt, Scrypt scrypt, String nonce, String sealed) {
    /** More than any such file has. */
    static final int MAX_BYTES = 4096;

    private static final String FORMAT = "lotabots wallet 1";
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;
    private static final HexFormat HEX = HexFormat.of();
    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4)
                            .maxNumberLength(20)
                            .build())
                    .build())
            .build();

    /** Encrypts a seed of 32 bytes for whoever knows the passphrase, as costly as {@code n} and {@code p} say. */
    static Keystore seal(byte[] seed, byte[] passphrase, long createdAt, int n, int p, SecureRandom random) {
        var scrypt = new Scrypt(n, p, HEX.formatHex(bytes(random, Scrypt.SALT_BYTES)));
        var nonce = HEX.formatHex(bytes(random, NONCE_BYTES));
        var open = new Keystore(HEX.formatHex(Ed25519.publicKey(seed)), createdAt, scrypt, nonce, "");
        return open.with(HEX.formatHex(open.cipher(Cipher.ENCRYPT_MODE, passphrase, seed)));
    }

    /**
     * The seed.
     *
     * @param name the wallet's name, for messages
     * @throws PlainError when the passphrase is another
     */
    byte[] open(String name, byte[] passphrase) {
        var seed = cipher(Cipher.DECRYPT_MODE, passphrase, HEX.parseHex(sealed));
        if (seed.length == 0 || !HEX.formatHex(Ed25519.publicKey(seed)).equals(publicKey)) {
            throw new PlainError("wrong passphrase for wallet " + name + " (or someone rewrote its file)");
        }
        return seed;
    }

    /** The wallet's address. */
    String address() {
        return RtcAddress.of(HEX.parseHex(publicKey)).value();
    }

    /** The file's content: one JSON object in the one form that {@link #parse} takes. */
    byte[] bytes() {
        var json = header();
        json.put("sealed", sealed);
        var text = json.toPrettyString().replace(System.lineSeparator(), "\n");
        json.put("sha256", Digests.sha256Hex(text));
        return (json.toPrettyString().replace(System.lineSeparator(), "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a file's content.
     *
     * @param where the file, for messages
     * @throws PlainError when it is no such file, is damaged, or asks for more memory or time than any wallet does
     */
    static Keystore parse(String where, byte[] content) {
        try {
            if (content.length > MAX_BYTES) {
                throw new PlainError(where + " is no wallet: it is larger than " + MAX_BYTES + " bytes");
            }
            var json = JSON.readTree(content);
            if (json == null
                    || !json.isObject()
                    || !FORMAT.equals(json.path("format").textValue())) {
                throw new PlainError(where + " is no wallet, or is damaged: it does not say " + FORMAT);
            }
            var kdf = json.path("scrypt");
            var scrypt = new Scrypt(kdf.path("n").intValue(), kdf.path("p").intValue(), text(kdf, "salt", 64));
            var read = new Keystore(
                    text(json, "public_key", 64),
                    json.path("created_at").longValue(),
                    scrypt,
                    text(json, "nonce", 24),
                    text(json, "sealed", 96));
            if (!Arrays.equals(content, read.bytes())) {
                throw new PlainError(where + " is damaged: its content does not fit its digest");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new PlainError(where + " is no wallet, or is damaged: it is no JSON", e);
        } catch (IllegalArgumentException e) {
            throw new PlainError(where + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PlainError(where + " cannot be read", e);
        }
    }

    private ObjectNode header() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("address", address());
        json.put("public_key", publicKey);
        json.put("created_at", createdAt);
        json.putObject("scrypt").put("n", scrypt.n()).put("p", scrypt.p()).put("salt", scrypt.salt());
        json.put("cipher", "aes-256-gcm");
        json.put("nonce", nonce);
        return json;
    }

    /** Encrypts or decrypts; nothing when the tag does not fit. */
    private byte[] cipher(int mode, byte[] passphrase, byte[] input) {
        var key = scrypt.key(passphrase);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, HEX.parseHex(nonce)));
            cipher.updateAAD(header().toString().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            return new byte[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES in GCM", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private Keystore with(String made) {
        return new Keystore(publicKey, createdAt, scrypt, nonce, made);
    }

    private static String text(JsonNode json, String field, int digits) {
        var text = json.path(field).asText("");
        if (!text.matches("[0-9a-f]{" + digits + "}")) {
            throw new IllegalArgumentException(field + " must be " + digits + " hexadecimal digits");
        }
        return text;
    }

    private static byte[] bytes(SecureRandom random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What may be seen of it. */
    @Override
    public String toString() {
        return "Keystore[" + address() + "]";
    }
}
