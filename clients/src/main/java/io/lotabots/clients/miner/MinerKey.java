package io.lotabots.clients.miner;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.RtcAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The miner's Ed25519 key. Its file holds one line, the 32-byte seed of RFC 8032 in 64 hexadecimal digits, and is readable by its owner
 * alone.
 */
public final class MinerKey {
    private static final int FILE_BYTES = 2 * Ed25519.KEY_BYTES + 2;

    private final byte[] seed;
    private final byte[] publicKey;

    private MinerKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = Ed25519.publicKey(seed);
    }

    /** The key of a 32-byte seed. */
    static MinerKey ofSeed(byte[] seed) {
        return new MinerKey(seed.clone());
    }

    /** A new key that is kept nowhere. */
    static MinerKey passing() {
        var seed = new byte[Ed25519.KEY_BYTES];
        new SecureRandom().nextBytes(seed);
        return new MinerKey(seed);
    }

    /** Where the key is when nobody says otherwise: {@code $XDG_CONFIG_HOME/lotabots/miner/key}, usually under {@code ~/.config}. */
    public static Path defaultFile() {
        return OwnerFile.configFolder().resolve("miner").resolve("key");
    }

    /**
     * The key in a file.
     *
     * @throws PlainError when the file is absent, readable by others, or holds anything else
     */
    static MinerKey load(Path file) {
        if (!Files.exists(file)) {
            throw new PlainError("there is no key at " + file + "; `lotabots miner run` creates one");
        }
        try {
            OwnerFile.requireOwnerOnly("the key", file);
            if (Files.size(file) > FILE_BYTES) {
                throw new PlainError(file + " is no key: it holds more than 64 hexadecimal digits");
            }
            var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!text.matches("[0-9a-f]{64}")) {
                throw new PlainError(file + " is no key: it has to hold 64 hexadecimal digits, and nothing else");
            }
            return new MinerKey(HexFormat.of().parseHex(text));
        } catch (IOException e) {
            throw new PlainError("the key at " + file + " cannot be read", e);
        }
    }

    /**
     * Makes a key and keeps it in a file that only its owner can read; folders on the way are made for the owner alone.
     *
     * @throws PlainError when the file cannot be written, or is there already
     */
    static MinerKey create(Path file) {
        var key = passing();
        var line = (HexFormat.of().formatHex(key.seed) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            OwnerFile.create(file, line);
            return key;
        } catch (FileAlreadyExistsException e) {
            throw new PlainError("there is a key at " + file + " already; it is not replaced", e);
        } catch (IOException e) {
            throw new PlainError(
                    "the key cannot be written to " + file + ": " + e.getClass().getSimpleName(), e);
        }
    }

    /** The key in the file, made when there is none. */
    static MinerKey loadOrCreate(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? load(file) : create(file);
    }

    /**
     * The 32-byte seed in a key file, for whoever keeps it elsewhere too.
     *
     * @throws PlainError when the file is absent, readable by others, or holds anything else
     */
    public static byte[] seedOf(Path file) {
        return load(file).seed.clone();
    }

    /** The public key in 64 hexadecimal digits. */
    String publicKeyHex() {
        return HexFormat.of().formatHex(publicKey);
    }

    /** The wallet address that the public key derives to. */
    String address() {
        return RtcAddress.of(publicKey).value();
    }

    /** The signature over a message in 128 hexadecimal digits. */
    String sign(byte[] message) {
        return HexFormat.of().formatHex(Ed25519.sign(seed, message));
    }

    /** The public half only. */
    @Override
    public String toString() {
        return "MinerKey[" + publicKeyHex() + "]";
    }
}
