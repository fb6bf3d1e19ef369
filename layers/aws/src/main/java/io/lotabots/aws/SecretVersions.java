package io.lotabots.aws;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The versions of a secret, for the function that rotates it. Nothing is kept: each value is read anew.
 *
 * <p>Source: AWS Secrets Manager user guide, "Lambda rotation functions".
 */
public final class SecretVersions {
    private static final String CURRENT = "AWSCURRENT";
    private static final String PENDING = "AWSPENDING";

    private final Supplier<SecretsManagerClient> client;

    SecretVersions(Supplier<SecretsManagerClient> client) {
        this.client = client;
    }

    /**
     * A version with its value.
     *
     * @param createdAt when it was made by the service's clock, seconds since 1970
     */
    public record Version(String id, String text, long createdAt) {
        /** Never its value. */
        @Override
        public String toString() {
            return "Version " + id;
        }
    }

    /** Whether a rotation that makes this version has begun. */
    public boolean begun(String secret, String version) {
        return client.get()
                .describeSecret(r -> r.secretId(secret))
                .versionIdsToStages()
                .containsKey(version);
    }

    /** The version that counts. */
    public Version current(String secret) {
        return version(client.get().getSecretValue(r -> r.secretId(secret).versionStage(CURRENT)));
    }

    /** When the secret was last changed, as by a promotion: by the service's clock, seconds since 1970. */
    public long changedAt(String secret) {
        return client.get()
                .describeSecret(r -> r.secretId(secret))
                .lastChangedDate()
                .getEpochSecond();
    }

    /** The version that a rotation makes; empty until it has a value. */
    public Optional<Version> pending(String secret, String version) {
        try {
            return Optional.of(version(client.get()
                    .getSecretValue(r -> r.secretId(secret).versionId(version).versionStage(PENDING))));
        } catch (ResourceNotFoundException none) {
            return Optional.empty();
        }
    }

    /** Gives the version that a rotation makes its value. */
    public void putPending(String secret, String version, String text) {
        client.get()
                .putSecretValue(r -> r.secretId(secret)
                        .clientRequestToken(version)
                        .secretString(text)
                        .versionStages(PENDING));
    }

    /** Makes a version the one that counts, in place of another. */
    public void promote(String secret, String version, String other) {
        client.get()
                .updateSecretVersionStage(r -> r.secretId(secret)
                        .versionStage(CURRENT)
                        .moveToVersionId(version)
                        .removeFromVersionId(other));
    }

    private static Version version(GetSecretValueResponse response) {
        return new Version(
                response.versionId(),
                response.secretString(),
                response.createdDate() == null ? 0 : response.createdDate().getEpochSecond());
    }
}
