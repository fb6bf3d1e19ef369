package io.lotabots.identity;

import io.lotabots.access.ApiKey;
import io.lotabots.access.KeyRow;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Secp256k1;
import io.lotabots.crypto.WalletKey;
import io.lotabots.platform.Kept;
import io.lotabots.platform.RandomBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Makes API keys in Haithe's shape: the last part is the platform's signature over {@code {issued at}.{account}.{UUID}}
 * (secp256k1 over Keccak-256, {@code r} and {@code s}), which anybody may check with the key that is published as
 * {@code ES256K}. Its nonce is random, so that a key holds 256 random bits beside those of its UUID.
 */
final class KeyMaker {
    private static final int SHOWN_FIRST = 11;
    private static final int SHOWN_LAST = 4;

    private final Secrets secrets;
    private final Table published;
    private final Kept<String, WalletKey> signers = new Kept<>(2, 3600);

    KeyMaker(Aws aws) {
        this.secrets = aws.secrets();
        this.published = aws.table("SIGNING_KEYS");
    }

    /** @param message what the key's last part signs */
    record Made(String text, String message, KeyRow row) {}

    /**
     * What a key is for.
     *
     * @param name what its owner calls it
     * @param expiresAt seconds since 1970; 0 for never
     */
    record Wish(String account, String name, Reach reach, long expiresAt) {}

    /** A new key, which is stored nowhere yet. */
    Made make(Wish wish, long now) {
        String keyId = uuid();
        String message = now + "." + wish.account + "." + keyId;
        byte[] signature = signer(now).signRandomly(Secp256k1.keccak(message.getBytes(StandardCharsets.US_ASCII)));
        ApiKey key = ApiKey.of(
                wish.account, keyId, HexFormat.of().formatHex(Arrays.copyOf(signature, signature.length - 1)));
        String text = key.text();
        KeyRow row = new KeyRow(
                wish.account,
                keyId,
                key.digest(secrets.bytes("KEY_PEPPER")),
                wish.name,
                text.substring(0, SHOWN_FIRST) + "…" + text.substring(text.length() - SHOWN_LAST),
                wish.reach.scopes(),
                wish.reach.organization(),
                wish.reach.project(),
                now,
                wish.expiresAt,
                0);
        return new Made(text, message, row);
    }

    private WalletKey signer(long now) {
        byte[] secret = secrets.bytes("SESSION_KEY");
        return signers.get(HexFormat.of().formatHex(Digests.sha256(secret)), now, _ -> {
            WalletKey key = WalletKey.derive(secret, "lotabots api keys");
            publish(key);
            return key;
        });
    }

    /** Lists the key that checks keys (RFC 8812), if it is not listed. */
    private void publish(WalletKey key) {
        byte[] point = key.publicKey();
        String x = Base64Text.of(Arrays.copyOf(point, point.length / 2));
        String y = Base64Text.of(Arrays.copyOfRange(point, point.length / 2, point.length));
        String members = "{\"crv\":\"secp256k1\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        Item row = Item.of("list", "keys").toBuilder()
                .with("kid", Base64Text.of(Digests.sha256(members.getBytes(StandardCharsets.US_ASCII))))
                .with("kty", "EC")
                .with("crv", "secp256k1")
                .with("alg", "ES256K")
                .with("purpose", "api-keys")
                .with("x", x)
                .with("y", y)
                .build();
        published.put(row, Expression.of("attribute_not_exists(#kid)"));
    }

    /** A random UUID (RFC 9562, version 4). */
    private static String uuid() {
        ByteBuffer random = ByteBuffer.wrap(RandomBytes.of(16));
        long high = random.getLong() & ~0xf000L | 0x4000L;
        long low = random.getLong() & ~(3L << 62) | 2L << 62;
        return new UUID(high, low).toString();
    }
}
