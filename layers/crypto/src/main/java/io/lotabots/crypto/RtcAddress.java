package io.lotabots.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A RustChain wallet address: {@code RTC} and the first 40 hexadecimal digits of SHA-256 of an Ed25519 public key. */
public record RtcAddress(String value) {
    private static final Pattern SHAPE = Pattern.compile("RTC[0-9a-f]{40}");

    public RtcAddress {
        if (!isAddress(value)) {
            throw new IllegalArgumentException("an address is RTC and 40 lower-case hexadecimal digits");
        }
    }

    /** The address that {@code publicKey} (32 raw bytes) derives to. */
    public static RtcAddress of(byte[] publicKey) {
        return new RtcAddress("RTC" + HexFormat.of().formatHex(Arrays.copyOf(Digests.sha256(publicKey), 20)));
    }

    public static boolean isAddress(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
