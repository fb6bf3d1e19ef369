package io.lotabots.identity;

import io.lotabots.crypto.Digests;
import io.lotabots.platform.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token: whose it is, its session, 32 bytes that nobody can guess, and a tag that tells what was issued here from
 * what was made up. Only a digest of the 32 bytes is stored. The tag is why an old token can end its session and a forged
 * one cannot.
 *
 * <p>The first of a session is drawn at random; each next one follows from the one before and a key that no table holds, so
 * that two requests with the same token are given the same next one, though it is stored nowhere.
 */
record RefreshToken(String account, String session, byte[] secret) {
    private static final int SECRET_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final Pattern SHAPE = Pattern.compile(
            "(0x[0-9a-f]{40}|usr_[a-z2-7]{26})\\.([0-9a-f]{32})\\.([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{22})");

    /** The first token of a session. */
    static RefreshToken first(String account, String session) {
        return new RefreshToken(account, session, RandomBytes.of(SECRET_BYTES));
    }

    /** The token that a text is, if it was issued here. */
    static Optional<RefreshToken> parse(String text, byte[] key) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        RefreshToken token = new RefreshToken(
                parts.group(1), parts.group(2), Base64.getUrlDecoder().decode(parts.group(3)));
        byte[] tag = Base64.getUrlDecoder().decode(parts.group(4));
        return Digests.sameBytes(tag, token.tag(key)) ? Optional.of(token) : Optional.empty();
    }

    /** The token that this one is exchanged for. */
    RefreshToken next(byte[] key) {
        return new RefreshToken(account, session, Digests.hmacSha256(key, named("next")));
    }

    /** What is stored of it. */
    byte[] digest() {
        return Digests.sha256(secret);
    }

    /** The token as it is handed out. */
    String text(byte[] key) {
        return account + "." + session + "." + Base64Text.of(secret) + "." + Base64Text.of(tag(key));
    }

    private byte[] tag(byte[] key) {
        return Arrays.copyOf(Digests.hmacSha256(key, named("tag")), TAG_BYTES);
    }

    private byte[] named(String purpose) {
        return ("refresh " + purpose + " " + account + " " + session + " " + Base64Text.of(secret))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Two tokens are the same when their texts are; the record's own equality would compare arrays by identity. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RefreshToken token
                && token.account.equals(account)
                && token.session.equals(session)
                && Digests.sameBytes(token.secret, secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "RefreshToken of " + account + " " + session;
    }
}
