package io.lotabots.credentials;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import io.lotabots.crypto.Base32;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, steps of thirty seconds, which is what every
 * authenticator reads. A clock may be a step early or late; each step counts once.
 */
public final class Totp {
    /** Bytes of a secret: as long as the hash (RFC 4226, section 4, R6). */
    public static final int SECRET_BYTES = 20;

    public static final int DIGITS = 6;
    public static final long STEP_SECONDS = 30;
    private static final int WINDOW = 1;
    private static final String ALGORITHM = "HmacSHA1";

    private Totp() {}

    /**
     * The step that a code is of, when it is good.
     *
     * @param code six digits
     * @param lastStep the last step whose code was taken; a code of it or of an earlier one is not good any more
     */
    public static OptionalLong step(byte[] secret, String code, long epochSecond, long lastStep) {
        long now = Math.floorDiv(epochSecond, STEP_SECONDS);
        OptionalLong found = OptionalLong.empty();
        // Every step is compared, whichever matches: the time says nothing of it.
        for (long step = now - WINDOW; step <= now + WINDOW; step++) {
            boolean same = MessageDigest.isEqual(
                    code(secret, step).getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
            if (same && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of a step. */
    public static String code(byte[] secret, long step) {
        Key key = new SecretKeySpec(secret, ALGORITHM);
        try {
            return new HmacOneTimePasswordGenerator(DIGITS).generateOneTimePasswordString(key, step, Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-1", impossible);
        }
    }

    /** The secret as authenticators take it over: a URI of the kind {@code otpauth}, to be shown as a picture. */
    public static String uri(String issuer, String account, byte[] secret) {
        return "otpauth://totp/" + escaped(issuer) + ":" + escaped(account) + "?secret=" + Base32.encode(secret)
                + "&issuer=" + escaped(issuer) + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + STEP_SECONDS;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
