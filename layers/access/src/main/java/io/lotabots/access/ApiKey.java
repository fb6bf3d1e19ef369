package io.lotabots.access;

import io.lotabots.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key, in Haithe's shape: {@code sk-{account}.{UUID}.{128 hexadecimal digits}}, where a wallet's account
 * stands without its {@code 0x}. The account and the UUID find its row; that row alone decides whether it works.
 *
 * @param account whose it is
 * @param keyId the UUID
 * @param text the whole key
 */
public record ApiKey(String account, String keyId, String text) {
    /** How every key begins. */
    public static final String PREFIX = "sk-";

    private static final Pattern SHAPE = Pattern.compile("sk-([0-9a-f]{40}|usr_[a-z2-7]{26})"
            + "\\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.[0-9a-f]{128}");

    /** The key that a text is; empty when it is none. */
    public static Optional<ApiKey> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String account = parts.group(1).startsWith("usr_") ? parts.group(1) : "0x" + parts.group(1);
        return Optional.of(new ApiKey(account, parts.group(2), text));
    }

    /** A key of its parts. @param signature 128 lower-case hexadecimal digits */
    public static ApiKey of(String account, String keyId, String signature) {
        String owner = Accounts.isWallet(account) ? account.substring(2) : account;
        return new ApiKey(account, keyId, PREFIX + owner + "." + keyId + "." + signature);
    }

    /** What is stored of it: its HMAC-SHA-256 under a pepper that no table holds. */
    public byte[] digest(byte[] pepper) {
        return Digests.hmacSha256(pepper, text.getBytes(StandardCharsets.US_ASCII));
    }
}
