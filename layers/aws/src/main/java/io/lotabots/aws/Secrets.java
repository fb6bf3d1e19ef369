package io.lotabots.aws;

import io.lotabots.platform.Env;
import io.lotabots.platform.Priming;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
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

    Secrets(Env env, Supplier<SecretsManagerClient> client) {
        this.env = env;
        this.provider =
                Lazy.of(() -> SecretsProvider.builder().withClient(client.get()).build());
    }

    /** The UTF-8 bytes of the secret at {@code SECRET_<name>}. @throws IllegalStateException when it is too short */
    public byte[] bytes(String name) {
        if (Priming.active()) {
            return PRIMING.getBytes(StandardCharsets.UTF_8);
        }
        String secret =
                provider.get().withMaxAge(MAX_AGE_SECONDS, ChronoUnit.SECONDS).get(env.get("SECRET_" + name));
        if (secret == null || secret.length() < MIN_LENGTH) {
            throw new IllegalStateException("secret " + name + " has fewer than " + MIN_LENGTH + " characters");
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
