package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.TokenKey;
import io.lotabots.platform.Kept;
import java.util.HexFormat;

/**
 * The keys that sign results: one for each stretch of {@value #GENERATION_SECONDS} seconds, derived from a secret. Two live
 * at any time, the one that signs and the next, and both are published before the first is used: relying parties that keep
 * the key set know a key long before they see its first signature. A key is listed until the last result that it signed has
 * expired. A replaced secret works the same way: its first key is published before it signs.
 */
final class EarKeys {
    /** Thirty days. */
    static final long GENERATION_SECONDS = 30 * 86_400L;

    private static final String PURPOSE = "lotabots ear";

    private final Secrets secrets;
    private final Table published;
    private final long resultSeconds;
    private final Kept<String, TokenKey> keys = new Kept<>(4, GENERATION_SECONDS);

    EarKeys(Aws aws) {
        this.secrets = aws.secrets();
        this.published = aws.table("SIGNING_KEYS");
        this.resultSeconds = aws.env().number("RESULT_SECONDS");
    }

    /** The key that signs at a time; published before this returns. */
    TokenKey at(long now) {
        byte[] secret = secrets.bytes("APPRAISAL_KEY");
        long generation = Math.floorDiv(now, GENERATION_SECONDS);
        String name = HexFormat.of().formatHex(Digests.sha256(secret)) + "#" + generation;
        return keys.get(name, now, _ -> {
            TokenKey key = TokenKey.derive(secret, PURPOSE, generation);
            publish(TokenKey.derive(secret, PURPOSE, generation + 1), generation + 1);
            publish(key, generation);
            return key;
        });
    }

    private void publish(TokenKey key, long generation) {
        published.put(
                Item.of("list", "keys").toBuilder()
                        .with("kid", key.id())
                        .with("kty", "EC")
                        .with("crv", "P-256")
                        .with("alg", "ES256")
                        .with("x", key.x())
                        .with("y", key.y())
                        .with("until", (generation + 1) * GENERATION_SECONDS + resultSeconds)
                        .build(),
                Expression.of("attribute_not_exists(#kid)"));
    }
}
