package io.lotabots.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.access.AccessTokens;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.TokenKey;
import io.lotabots.platform.Json;
import io.lotabots.platform.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The key that signs access tokens, derived from the secret {@code token-keys}: a JSON object with the texts {@code current}
 * and {@code previous}, from each of which one pair of keys follows. The rotation publishes a new key before it becomes the
 * current one; the very first is published here, before it signs.
 */
final class TokenKeys {
    private static final String PURPOSE = "lotabots access token";
    private static final int KEPT_SECONDS = 3600;

    private final Secrets secrets;
    private final Table published;
    private final Kept<String, TokenKey> keys = new Kept<>(4, KEPT_SECONDS);

    TokenKeys(Aws aws) {
        this.secrets = aws.secrets();
        this.published = aws.table("SIGNING_KEYS");
    }

    /** The key that signs at a time. */
    TokenKey at(long now) {
        String seed = seed(secrets.bytes("TOKEN_KEYS", now), "current");
        return keys.get(HexFormat.of().formatHex(Digests.sha256(utf8(seed))), now, _ -> {
            TokenKey key = of(seed);
            publish(published, key);
            return key;
        });
    }

    /** The pair of keys that follows from a text. */
    static TokenKey of(String seed) {
        return TokenKey.derive(utf8(seed), PURPOSE, 0);
    }

    /** Lists a key among those that verify, if it is not listed. */
    static void publish(Table published, TokenKey key) {
        published.put(AccessTokens.published(key), Expression.of("attribute_not_exists(#kid)"));
    }

    /**
     * A text of the secret.
     *
     * @return the whole secret, when it is no JSON object
     */
    static String seed(byte[] secret, String name) {
        if (secret[0] != '{') {
            return new String(secret, StandardCharsets.UTF_8);
        }
        try {
            JsonNode seed = Json.tree(secret).path(name);
            if (seed.textValue() == null || seed.textValue().length() < Secrets.MIN_LENGTH) {
                throw new IllegalStateException(
                        "the secret token-keys has no text of " + Secrets.MIN_LENGTH + " characters at " + name);
            }
            return seed.textValue();
        } catch (IOException malformed) {
            throw new IllegalStateException("the secret token-keys begins as a JSON object and is none");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
