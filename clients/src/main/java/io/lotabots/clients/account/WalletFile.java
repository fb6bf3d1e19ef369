package io.lotabots.clients.account;

import io.lotabots.clients.OwnerFile;
import io.lotabots.clients.PlainError;
import io.lotabots.crypto.WalletKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key of a wallet on secp256k1, with which one signs in: 64 hexadecimal digits and a line break in a file that its owner
 * alone can read. It is no key of RTC wallets and never pays anything.
 */
final class WalletFile {
    private static final int MOST_BYTES = 200;

    private WalletFile() {}

    /**
     * The key in a file.
     *
     * @param make whether it is made when there is none
     * @throws PlainError when it is absent, open to others, or holds anything else
     */
    static WalletKey load(Path file, boolean make) {
        if (make && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return create(file);
        }
        try {
            OwnerFile.requireOwnerOnly("the wallet's key", file);
            if (Files.size(file) > MOST_BYTES) {
                throw new PlainError(file + " is no key: it is larger than " + MOST_BYTES + " bytes");
            }
            var digits = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!digits.matches("(0x)?[0-9a-fA-F]{64}")) {
                throw new PlainError(file + " is no key: it must hold 64 hexadecimal digits");
            }
            return WalletKey.of(HexFormat.of().parseHex(digits.replaceFirst("^0x", "")));
        } catch (IllegalArgumentException e) {
            throw new PlainError(file + " is no key of this curve", e);
        } catch (IOException e) {
            throw new PlainError("there is no key at " + file + "; `lotabots login --wallet` makes one", e);
        }
    }

    private static WalletKey create(Path file) {
        var key = WalletKey.generate(new SecureRandom());
        var line = (HexFormat.of().formatHex(key.bytes()) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            OwnerFile.createWhole(file, line);
            return key;
        } catch (IOException e) {
            throw new PlainError(
                    "the key cannot be written to " + file + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
