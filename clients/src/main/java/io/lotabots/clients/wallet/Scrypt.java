package io.lotabots.clients.wallet;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * How a key is made of a passphrase: scrypt of RFC 7914, with 8 blocks.
 *
 * @param n cost in memory and time, a power of 2 from 2^14 to 2^18: it takes 1 KiB times this
 * @param p how often that is done, 1 to 4
 * @param salt 32 bytes in hexadecimal
 */
record Scrypt(int n, int p, String salt) {
    /** What new wallets have: 64 MiB twice. */
    static final int USUAL_N = 1 << 16;

    static final int USUAL_P = 2;
    static final int MIN_N = 1 << 14;
    static final int SALT_BYTES = 32;
    private static final int MAX_N = 1 << 18;
    private static final int MAX_P = 4;
    private static final int BLOCKS = 8;
    private static final int KEY_BYTES = 32;

    /** @throws IllegalArgumentException when a part is out of its range: a file cannot ask for more memory or time than this */
    Scrypt {
        if (n < MIN_N || n > MAX_N || Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("scrypt's n must be a power of 2 from 16384 to 262144, got " + n);
        }
        if (p < 1 || p > MAX_P) {
            throw new IllegalArgumentException("scrypt's p must be from 1 to 4, got " + p);
        }
        if (!salt.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the salt must be 64 hexadecimal digits");
        }
    }

    /** The key of a passphrase, 32 bytes. */
    byte[] key(byte[] passphrase) {
        return SCrypt.generate(passphrase, HexFormat.of().parseHex(salt), n, BLOCKS, p, KEY_BYTES);
    }
}
