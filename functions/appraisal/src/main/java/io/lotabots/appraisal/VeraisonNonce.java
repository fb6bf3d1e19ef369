package io.lotabots.appraisal;

import io.lotabots.platform.RandomBytes;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The nonce of a session of Veraison's API. Its clients do not agree how its bytes are written: most read base64 with padding,
 * those in Go since 2026 base64url without. A nonce that is drawn here reads the same in both alphabets, and in both forms where
 * its size is a multiple of three; one that a client names is shown as that client writes.
 *
 * @param bytes 8 to 64
 * @param text as clients are shown it
 */
record VeraisonNonce(byte[] bytes, String text) {
    private static final int LEAST_BYTES = 8;
    private static final int MOST_BYTES = 64;
    private static final int GROUP = 3;

    /**
     * @param named by the client, in base64 or base64url, with or without padding; a nonce is drawn without it
     * @param size of the nonce that is drawn; {@link Sessions#NONCE_BYTES} when absent
     * @throws io.lotabots.platform.Refusal 400 naming the field, its limits and what was got
     */
    static VeraisonNonce of(@Nullable String named, @Nullable String size) {
        if (named == null) {
            byte[] drawn = drawn(size(size));
            return new VeraisonNonce(drawn, Base64.getEncoder().encodeToString(drawn));
        }
        if (size != null) {
            throw Fields.invalid("nonceSize", "must be absent where nonce is given");
        }
        byte[] bytes = Fields.bytes("nonce", named, MOST_BYTES);
        if (bytes.length < LEAST_BYTES) {
            throw Fields.invalid(
                    "nonce", "must have " + LEAST_BYTES + " to " + MOST_BYTES + " bytes, got " + bytes.length);
        }
        boolean unpadded = bytes.length % GROUP != 0 && !named.endsWith("=");
        boolean ofUrls = bytes.length % GROUP == 0 && (named.contains("-") || named.contains("_"));
        return new VeraisonNonce(
                bytes,
                unpadded || ofUrls ? Fields.base64(bytes) : Base64.getEncoder().encodeToString(bytes));
    }

    /** Random bytes whose base64 has letters and digits alone: of each three bytes, one in eight is drawn again. */
    private static byte[] drawn(int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at += GROUP) {
            byte[] group = group(Math.min(GROUP, size - at));
            System.arraycopy(group, 0, bytes, at, group.length);
        }
        return bytes;
    }

    private static byte[] group(int size) {
        while (true) {
            byte[] group = RandomBytes.of(size);
            String text = Base64.getEncoder().encodeToString(group);
            if (text.indexOf('+') < 0 && text.indexOf('/') < 0) {
                return group;
            }
        }
    }

    private static int size(@Nullable String asked) {
        if (asked == null) {
            return Sessions.NONCE_BYTES;
        }
        int size = asked.matches("[0-9]{1,3}") ? Integer.parseInt(asked) : 0;
        if (size < LEAST_BYTES || size > MOST_BYTES) {
            throw Fields.invalid(
                    "nonceSize", "must be " + LEAST_BYTES + " to " + MOST_BYTES + " bytes, got " + Fields.shown(asked));
        }
        return size;
    }
}
