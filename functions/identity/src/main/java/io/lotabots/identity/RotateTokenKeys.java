package io.lotabots.identity;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.access.AccessTokens;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.SecretVersions;
import io.lotabots.aws.Table;
import io.lotabots.crypto.TokenKey;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Follows the key that signs access tokens with a new one, in the four steps of Secrets Manager. The new key is published
 * before it signs, and the one before stays published until the last token that it signed has expired: two keys live.
 *
 * <p>Each step may run any number of times: what it finds done it leaves as it is. Times are those of the secret and its
 * versions, by the clock of Secrets Manager, because its events carry none.
 */
public final class RotateTokenKeys implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final int SEED_BYTES = 32;

    /** What instances may be late with a new key, and clocks differ, in seconds. */
    private static final long SLACK_SECONDS = 600;

    private final SecretVersions secrets;
    private final AccessTokens tokens;
    private final Table published;
    private final long longestTokenSeconds;

    public RotateTokenKeys() {
        this(Aws.of(Env.ofFunction()));
    }

    RotateTokenKeys(Aws aws) {
        this.secrets = aws.secretVersions();
        this.tokens = new AccessTokens(aws);
        this.published = aws.table("SIGNING_KEYS");
        // Tokens of wallets' sign-ins last longest: the stage sees to it.
        this.longestTokenSeconds = Math.max(3600, aws.env().number("WALLET_TOKEN_SECONDS"));
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        String secret = text(event, "SecretId");
        String version = text(event, "ClientRequestToken");
        if (!secrets.begun(secret, version)) {
            throw new IllegalArgumentException("no rotation that makes the version " + version + " has begun");
        }
        String step = text(event, "Step");
        switch (step) {
            case "createSecret" -> create(secret, version);
            case "setSecret" -> TokenKeys.publish(published, key(pending(secret, version), "current"));
            case "testSecret" -> test(pending(secret, version));
            case "finishSecret" -> finish(secret, version);
            default -> throw new IllegalArgumentException("Step must be one of the four of a rotation, got: " + step);
        }
        return Map.of("step", step, "version", version);
    }

    private void create(String secret, String version) {
        SecretVersions.Version current = secrets.current(secret);
        if (current.id().equals(version) || secrets.pending(secret, version).isPresent()) {
            return;
        }
        secrets.putPending(
                secret,
                version,
                Json.write(Map.of(
                        "current", HexFormat.of().formatHex(RandomBytes.of(SEED_BYTES)),
                        "previous", TokenKeys.seed(utf8(current.text()), "current"))));
    }

    /** Signs with the new key, and verifies with what is published of it. */
    private void test(SecretVersions.Version pending) {
        long now = pending.createdAt();
        AccessTokens.Content content =
                new AccessTokens.Content("rotation", "rotation", pending.id(), List.of(), now, now + 60);
        String token = tokens.issue(content, key(pending, "current"));
        if (tokens.verify(token, now).filter(content::equals).isEmpty()) {
            throw new IllegalStateException("what the new key signs is not verified by what is published of it");
        }
    }

    /** The key before signs until this moment, however long ago the new one was made. */
    private void finish(String secret, String version) {
        SecretVersions.Version current = secrets.current(secret);
        if (!current.id().equals(version)) {
            secrets.promote(secret, version, current.id());
        }
        SecretVersions.Version finished = secrets.current(secret);
        published.update(
                Item.of("list", "keys").with("kid", key(finished, "previous").id()),
                Expression.of("SET #until = :until")
                        .with(":until", secrets.changedAt(secret) + longestTokenSeconds + SLACK_SECONDS),
                Expression.of("attribute_exists(#kid)"));
    }

    private SecretVersions.Version pending(String secret, String version) {
        return secrets.pending(secret, version)
                .orElseThrow(() -> new IllegalStateException("the version " + version + " has no value yet"));
    }

    private static TokenKey key(SecretVersions.Version version, String name) {
        return TokenKeys.of(TokenKeys.seed(utf8(version.text()), name));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Map<String, Object> event, String name) {
        if (event.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("the event has no text at " + name);
    }
}
