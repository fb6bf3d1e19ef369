package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Challenges that the platform can recognise without having stored them: a nonce of 32 bytes is expiry (4), random (8),
 * the tag of the identity it is bound to (4, zero for none) and the first 16 bytes of HMAC-SHA-256 over the rest.
 *
 * <p>Only a used nonce is written down, once, until it expires by itself.
 */
final class Challenges {
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{64}");
    private static final int SIGNED_BYTES = 16;
    private static final byte[] UNBOUND = new byte[4];

    private final Table used;
    private final Secrets secrets;
    private final long lifetimeSeconds;

    Challenges(Aws aws) {
        Env env = aws.env();
        this.used = aws.table("CHALLENGES");
        this.secrets = aws.secrets();
        this.lifetimeSeconds = env.number("CHALLENGE_SECONDS");
    }

    /** @param nonce 64 lower-case hexadecimal digits */
    record Challenge(String nonce, long expiresAtEpochSecond) {}

    /** A new challenge, bound to {@code miner} when one is named. */
    Challenge issue(Optional<MinerId> miner, long nowEpochSecond) {
        long expiresAt = Math.addExact(nowEpochSecond, lifetimeSeconds);
        byte[] random = new byte[8];
        if (!io.lotabots.platform.Priming.active()) {
            new SecureRandom().nextBytes(random);
        }
        byte[] key = key();
        byte[] body = ByteBuffer.allocate(SIGNED_BYTES)
                .putInt((int) expiresAt)
                .put(random)
                .put(miner.map(m -> tag(key, m)).orElse(UNBOUND))
                .array();
        String nonce = HexFormat.of().formatHex(body) + HexFormat.of().formatHex(mac(key, body));
        return new Challenge(nonce, expiresAt);
    }

    /**
     * Checks a nonce without using it up.
     *
     * @param miner the identity that is paid for the submission; a machine's label is nobody and opens nothing
     * @throws Refusal 409 when it was not issued here, has expired or was used; 403 when it is bound to someone else
     */
    void check(String nonce, MinerId miner, long nowEpochSecond) {
        if (!NONCE.matcher(nonce).matches()) {
            throw invalid();
        }
        byte[] bytes = HexFormat.of().parseHex(nonce);
        byte[] body = Arrays.copyOf(bytes, SIGNED_BYTES);
        byte[] key = key();
        long expiresAt = Integer.toUnsignedLong(ByteBuffer.wrap(body).getInt());
        if (!Digests.sameBytes(mac(key, body), Arrays.copyOfRange(bytes, SIGNED_BYTES, 32))
                || expiresAt <= nowEpochSecond) {
            throw invalid();
        }
        if (used.getEventually(Item.of("nonce", nonce)).isPresent()) {
            throw replayed();
        }
        byte[] boundTo = Arrays.copyOfRange(body, 12, SIGNED_BYTES);
        if (!Arrays.equals(boundTo, UNBOUND) && !Digests.sameBytes(tag(key, miner), boundTo)) {
            throw new Refusal(
                    403,
                    "NONCE_IDENTITY_MISMATCH",
                    "The challenge was issued to another miner; it stays valid for that one");
        }
    }

    /** Uses a checked nonce up: of any number of callers exactly one succeeds. @throws Refusal 409 for the others */
    void consume(String nonce, long nowEpochSecond) {
        // Names this one use: when the reply is lost and the write sent again, it meets itself and not another's.
        String use = UUID.randomUUID().toString();
        Written written = used.put(
                Item.of("nonce", nonce).with("use", use).with("expires_at", nowEpochSecond + 2 * lifetimeSeconds),
                Expression.of("attribute_not_exists(#nonce)"));
        if (written instanceof Written.Refused(Item stored)
                && !stored.findText("use").equals(Optional.of(use))) {
            throw replayed();
        }
    }

    private static Refusal invalid() {
        return new Refusal(
                409, "CHALLENGE_INVALID", "The nonce was not issued by this platform or has expired; ask for another");
    }

    private static Refusal replayed() {
        return new Refusal(409, "NONCE_REPLAY", "The nonce has been used; ask for another challenge");
    }

    private byte[] key() {
        return Digests.hmacSha256(
                secrets.bytes("PLATFORM_KEYS"), "attestation challenge".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, byte[] body) {
        return Arrays.copyOf(Digests.hmacSha256(key, body), 16);
    }

    /** A keyed tag of an identity; never zero, which means unbound. */
    private static byte[] tag(byte[] key, MinerId miner) {
        byte[] tag = Arrays.copyOf(
                Digests.hmacSha256(key, ("bound to " + miner.value()).getBytes(StandardCharsets.UTF_8)), 4);
        tag[0] |= 1;
        return tag;
    }
}
