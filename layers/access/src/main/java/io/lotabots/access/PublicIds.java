package io.lotabots.access;

import io.lotabots.crypto.Digests;
import io.lotabots.platform.RandomBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The two names of an organisation or a project: a uid of 32 hexadecimal digits (128 random bits), and a number of 53 bits,
 * which JavaScript holds exactly. The number follows from the uid and not the other way round, so that no table is needed
 * between them, and neither can be guessed from another's.
 */
public final class PublicIds {
    private static final int UID_BYTES = 16;
    private static final Pattern UID = Pattern.compile("[0-9a-f]{32}");

    private PublicIds() {}

    /** A uid for something new. */
    public static String newUid() {
        return HexFormat.of().formatHex(RandomBytes.of(UID_BYTES));
    }

    /** Whether a text is a uid. */
    public static boolean isUid(String text) {
        return UID.matcher(text).matches();
    }

    /** The number of a uid: the first 53 bits of its SHA-256, and 1 in place of 0. */
    public static long idOf(String uid) {
        long first = ByteBuffer.wrap(Digests.sha256(uid.getBytes(StandardCharsets.US_ASCII)))
                .getLong();
        return Math.max(1, first >>> 11);
    }
}
