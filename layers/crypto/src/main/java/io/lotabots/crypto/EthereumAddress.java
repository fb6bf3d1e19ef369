package io.lotabots.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a wallet, or of a contract.
 *
 * @param text {@code 0x} and 40 lower-case hexadecimal digits
 */
public record EthereumAddress(String text) {
    private static final Pattern SHAPE = Pattern.compile("0x[0-9a-fA-F]{40}");

    public EthereumAddress {
        if (!SHAPE.matcher(text).matches() || !text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("an address is 0x and 40 lower-case hexadecimal digits");
        }
    }

    /** The address that a text is, in either case and with or without a checksum. */
    public static Optional<EthereumAddress> parse(String text) {
        return SHAPE.matcher(text).matches()
                ? Optional.of(new EthereumAddress(text.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** The address that a text is whose upper and lower case are its checksum (EIP-55). */
    public static Optional<EthereumAddress> parseChecksummed(String text) {
        return parse(text).filter(address -> address.checksummed().equals(text));
    }

    /** The address of a public key: the last 20 bytes of its Keccak-256. @param publicKey both coordinates, 64 bytes */
    public static EthereumAddress ofKey(byte[] publicKey) {
        if (publicKey.length != Secp256k1.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("a public key has 64 bytes, got " + publicKey.length);
        }
        byte[] hash = Secp256k1.keccak(publicKey);
        return new EthereumAddress("0x" + HexFormat.of().formatHex(Arrays.copyOfRange(hash, 12, 32)));
    }

    /** Written with its checksum: a letter is upper-case where the digit of the hash is 8 or more (EIP-55). */
    public String checksummed() {
        String digits = text.substring(2);
        String hash = HexFormat.of().formatHex(Secp256k1.keccak(digits.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder out = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            out.append(hash.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return out.toString();
    }
}
