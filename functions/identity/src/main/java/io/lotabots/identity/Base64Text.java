package io.lotabots.identity;

import io.lotabots.platform.RandomBytes;
import java.util.Base64;

/** Bytes as tokens and keys hold them: base64 with the alphabet for URLs, without padding (RFC 4648, section 5). */
final class Base64Text {
    private Base64Text() {}

    static String of(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A text of so many random bytes. */
    static String random(int bytes) {
        return of(RandomBytes.of(bytes));
    }
}
