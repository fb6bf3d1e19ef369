package io.lotabots.platform;

import java.security.SecureRandom;

/** Random bytes, drawn after a snapshot was restored and never before. */
public final class RandomBytes {
    private RandomBytes() {}

    /** So many random bytes; zeros while priming, so that no snapshot holds any. */
    public static byte[] of(int length) {
        byte[] bytes = new byte[length];
        if (!Priming.active()) {
            new SecureRandom().nextBytes(bytes);
        }
        return bytes;
    }
}
