package io.lotabots.aws;

import io.lotabots.platform.Env;
import io.lotabots.platform.Kept;
import io.lotabots.platform.Priming;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.lambda.powertools.parameters.secrets.SecretsProvider;

/**
 * Secrets by the name that the stack gave them, kept for at most a minute. During priming a fixed text stands in their
 * place, so that no snapshot holds a secret.
 */
public final class Secrets {
    /** Shortest secret accepted, in characters. */
    public static final int MIN_LENGTH = 32;

    private static final String PRIMING = "0".repeat(64);
    private static final int MAX_AGE_SECONDS = 60;

    private final Env env;
    private final Supplier<SecretsProvider> provider;
    private final Supplier<SecretsManagerClient> client;
    private final Kept<String, String> kept = new Kept<>(8, MAX_AGE_SECONDS);

    Secrets(Env env, Supplier<SecretsManagerClient> client) {
        this.env = env;
        this.client = client;
        this.provider =
                Lazy.of(() -> SecretsProvider.builder().withClient(client.get()).build());
    }

    /** The UTF-8 bytes of the secret at {@code SECRET_<name>}. @throws IllegalStateException when it is too short */
    public byte[] bytes(String name) {
        if (Priming.active()) {
            return PRIMING.getBytes(StandardCharsets.UTF_8);
        }
        return checked(
                name,
                provider.get().withMaxAge(MAX_AGE_SECONDS, ChronoUnit.SECONDS).get(env.get("SECRET_" + name)));
    }

    /**
     * The same as of at most a minute ago by the gateway's clock, for a secret that a schedule rotates: what follows from a
     * rotation is then told by one clock.
     *
     * @param now seconds since 1970
     */
    public byte[] bytes(String name, long now) {
        if (Priming.active()) {
            return PRIMING.getBytes(StandardCharsets.UTF_8);
        }
        String id = env.get("SECRET_" + name);
        return checked(
                name,
                kept.get(
                        id,
                        now,
                        _ -> client.get().getSecretValue(r -> r.secretId(id)).secretString()));
    }

    private static byte[] checked(String name, @Nullable String secret) {
        if (secret == null || secret.length() < MIN_LENGTH) {
            throw new IllegalStateException("secret " + name + " has fewer than " + MIN_LENGTH + " characters");
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
