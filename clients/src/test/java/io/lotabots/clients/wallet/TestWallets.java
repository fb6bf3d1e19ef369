package io.lotabots.clients.wallet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Wallets of known seeds that open fast: scrypt at the least cost that a file may have. */
public final class TestWallets {
    /** What opens them. */
    public static final String PASSPHRASE = "correct horse";

    private TestWallets() {}

    /** Adds a wallet whose seed is this number; its address. */
    public static String add(Path folder, String name, int number) {
        var seed = new byte[32];
        seed[31] = (byte) number;
        return new Wallets(folder)
                .add(
                        name,
                        Keystore.seal(
                                seed,
                                PASSPHRASE.getBytes(StandardCharsets.UTF_8),
                                1_767_225_600L,
                                Scrypt.MIN_N,
                                1,
                                new SecureRandom()))
                .keystore()
                .address();
    }
}
