package io.lotabots.credentials;

import io.lotabots.crypto.Base32;
import io.lotabots.crypto.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Codes that stand in for a lost second factor, each once. A code has 120 random bits, so that its plain SHA-256 can be
 * stored (OWASP ASVS 5.0, 6.5.2: from 112 bits on).
 */
public final class RecoveryCodes {
    /** Codes of one set. */
    public static final int COUNT = 10;

    /** Random bytes that one code is made of. */
    public static final int BYTES = 15;

    private static final Pattern CODE = Pattern.compile("[a-z2-7]{24}");
    private static final int GROUP = 6;

    private RecoveryCodes() {}

    /** A code as people read it: four groups of six small letters and digits, joined by hyphens. */
    public static String text(byte[] random) {
        if (random.length != BYTES) {
            throw new IllegalArgumentException("a recovery code is made of " + BYTES + " bytes, got " + random.length);
        }
        String plain = Base32.encode(random).toLowerCase(Locale.ROOT);
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < plain.length(); at += GROUP) {
            groups.add(plain.substring(at, at + GROUP));
        }
        return String.join("-", groups);
    }

    /** What is stored of a code, however it was typed; absent when it is none. */
    public static Optional<String> digest(String typed) {
        String plain = typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        if (!CODE.matcher(plain).matches()) {
            return Optional.empty();
        }
        return Optional.of(Digests.sha256Hex(plain));
    }
}
