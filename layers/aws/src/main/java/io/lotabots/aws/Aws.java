package io.lotabots.aws;

import io.lotabots.platform.Env;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The AWS services that a function may use, by the names that its stack put into the environment: {@code TABLE_X},
 * {@code BUCKET_X}, {@code SECRET_X}, {@code BUS_X}. Clients are made on first use; none connects before it is asked something.
 */
public final class Aws {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    private static final int ATTEMPTS = 6;
    /** The longest first pause before another attempt; each further one is up to twice as long. */
    private static final Duration PAUSE = Duration.ofMillis(25);

    private static final Duration THROTTLED_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Env env;
    private final Supplier<DynamoDbClient> dynamoDb;
    private final Supplier<S3Client> s3;
    private final Supplier<SecretsManagerClient> secretsManager;
    private final Supplier<SdkHttpClient> http;

    private Aws(Env env, Supplier<SdkHttpClient> http) {
        this.env = env;
        this.dynamoDb = Lazy.of(
                () -> configured(DynamoDbClient.builder(), "DYNAMODB", http).build());
        this.s3 = Lazy.of(() -> {
            S3ClientBuilder builder = configured(S3Client.builder(), "S3", http);
            return builder.forcePathStyle(env.find("AWS_ENDPOINT_URL_S3").isPresent())
                    .build();
        });
        this.secretsManager = Lazy.of(() -> configured(SecretsManagerClient.builder(), "SECRETS_MANAGER", http)
                .build());
        this.http = Lazy.of(http);
    }

    /** The services of the function whose environment this is. */
    public static Aws of(Env env) {
        return of(
                env,
                () -> UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(ATTEMPT_TIMEOUT)
                        .build());
    }

    /** The same over another transport, for measurements and tests at the byte level. */
    public static Aws of(Env env, Supplier<SdkHttpClient> transport) {
        return new Aws(env, () -> new PrimingTransport(transport.get()));
    }

    /**
     * The table whose name stands in {@code TABLE_<name>}, looked up when it is first used: a function names only the
     * tables that it touches.
     */
    public Table table(String name) {
        return new Table(dynamoDb, () -> env.get("TABLE_" + name));
    }

    /** The bucket whose name stands in {@code BUCKET_<name>}. */
    public Bucket bucket(String name) {
        return new Bucket(s3, () -> env.get("BUCKET_" + name));
    }

    /** The event bus whose name stands in {@code BUS_<name>}. */
    public EventBus bus(String name) {
        return new EventBus(env, http, credentials(), () -> env.get("BUS_" + name));
    }

    public Secrets secrets() {
        return new Secrets(env, secretsManager);
    }

    /** The versions of secrets, for functions that rotate one. */
    public SecretVersions secretVersions() {
        return new SecretVersions(secretsManager);
    }

    public Transaction transaction() {
        return new Transaction(dynamoDb.get());
    }

    public Env env() {
        return env;
    }

    private <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C>
            B configured(B builder, String service, Supplier<SdkHttpClient> http) {
        builder.httpClient(http.get())
                .region(Region.of(env.get("AWS_REGION")))
                .credentialsProvider(credentials())
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL_TIMEOUT)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(retries())
                        .build());
        env.find("AWS_ENDPOINT_URL_" + service).map(URI::create).ifPresent(builder::endpointOverride);
        return builder;
    }

    /** Who waits for the answer is told to come again after a second or two, and an outage is not answered by a storm. */
    private static RetryStrategy retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(PAUSE, LONGEST_PAUSE))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(THROTTLED_PAUSE, LONGEST_PAUSE))
                .build();
    }

    private AwsCredentialsProvider credentials() {
        return env.find("AWS_ACCESS_KEY_ID")
                .<AwsCredentialsProvider>map(id -> StaticCredentialsProvider.create(named(id)))
                .orElseGet(() -> PrimingTransport.credentials(
                        DefaultCredentialsProvider.builder().build()));
    }

    private AwsCredentials named(String id) {
        String secret = env.get("AWS_SECRET_ACCESS_KEY");
        return env.find("AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }
}
