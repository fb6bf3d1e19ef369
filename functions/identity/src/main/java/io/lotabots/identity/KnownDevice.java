package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Secrets;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Call;
import io.lotabots.platform.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cookie that a browser keeps once it signed in to an account, and by which its later attempts are counted apart from
 * everybody else's (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). It signs nobody in.
 */
final class KnownDevice {
    private static final String NAME = "lotabots-device";
    private static final long SECONDS = 90 * 86_400L;
    private static final int DEVICE_BYTES = 16;
    private static final Pattern COOKIE = Pattern.compile("([0-9a-f]{32})\\.([0-9]{10,12})\\.([0-9a-f]{64})");

    private final Secrets secrets;

    KnownDevice(Aws aws) {
        this.secrets = aws.secrets();
    }

    /** The device that a request comes from, if it signed in to {@code account} before. */
    Optional<String> of(Call call, String account) {
        return call.cookie(NAME).map(COOKIE::matcher).filter(Matcher::matches).flatMap(parts -> {
            String device = parts.group(1);
            long until = Long.parseLong(parts.group(2));
            boolean ours = Digests.sameBytes(
                    mac(account, device, until), HexFormat.of().parseHex(parts.group(3)));
            return ours && until > call.epochSecond() ? Optional.of(device) : Optional.empty();
        });
    }

    /** The header {@code Set-Cookie} for a device that just signed in. */
    String remember(Call call, String account) {
        String device = of(call, account).orElseGet(() -> HexFormat.of().formatHex(RandomBytes.of(DEVICE_BYTES)));
        long until = call.epochSecond() + SECONDS;
        return NAME + "=" + device + "." + until + "."
                + HexFormat.of().formatHex(mac(account, device, until)) + "; Path=/v1/auth; Max-Age=" + SECONDS
                + "; HttpOnly; Secure; SameSite=Strict";
    }

    private byte[] mac(String account, String device, long until) {
        return Digests.hmacSha256(
                secrets.bytes("SEAL_KEY"),
                ("device\n" + account + "\n" + device + "\n" + until).getBytes(StandardCharsets.UTF_8));
    }
}
