package io.lotabots.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.child.Children;
import io.lotabots.local.child.ClassPaths;
import io.lotabots.local.schedule.VirtualClock;
import io.lotabots.local.template.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A port with real children behind it, and SDK clients in front of it. */
final class Machine implements AutoCloseable {
    static final String REGION = "us-east-1";
    static final String ACCOUNT = "123456789012";
    static final String ALL = """
            {"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private static final class Shared {
        private static final Machine MACHINE = start();

        private static Machine start() {
            try {
                Path folder = Files.createTempDirectory("lotabots-test");
                Machine machine = new Machine(folder, true, SecretsStore.inMemory());
                Runtime.getRuntime().addShutdownHook(new Thread(machine::close));
                return machine;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    final Children children;
    final AwsPort port;
    final SecretsStore secrets;
    final VirtualClock clock = VirtualClock.system();

    Machine(Path folder, boolean memory, SecretsStore secrets) {
        this.secrets = secrets;
        children = Children.start(ClassPaths.settings(folder, memory, line -> {}));
        port = AwsPort.start(new AwsPort.Settings(children.dynamoDb(), children.s3(), REGION, ACCOUNT, secrets, clock));
        register("admin", ALL);
    }

    /** One in memory for all tests of this process. */
    static Machine shared() {
        return Shared.MACHINE;
    }

    /** Registers a principal with one policy document; its keys follow from its name. */
    void register(String name, String policy) {
        port.register(new Principal(name, key(name), secret(name), token(name), List.of(json(policy))));
    }

    static String key(String name) {
        return "AKIA" + name.toUpperCase(java.util.Locale.ROOT);
    }

    static String secret(String name) {
        return "secret-of-" + name;
    }

    static String token(String name) {
        return "token-of-" + name;
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A table with key {@code id} and, where {@code sort} is not empty, a sort key. */
    void table(String name, String sort) {
        String attributes = "{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}";
        String keys = "{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}";
        if (!sort.isEmpty()) {
            attributes += ",{\"AttributeName\":\"" + sort + "\",\"AttributeType\":\"S\"}";
            keys += ",{\"AttributeName\":\"" + sort + "\",\"KeyType\":\"RANGE\"}";
        }
        provision("AWS::DynamoDB::Table", """
                {"TableName":"%s","AttributeDefinitions":[%s],"KeySchema":[%s]}""".formatted(name, attributes, keys));
    }

    void provision(String type, String properties) {
        Provision.apply(List.of(new Resource("Test", "Thing", type, json(properties))), port);
    }

    DynamoDbClient dynamoDb(String principal) {
        return dynamoDb(principal, secret(principal));
    }

    DynamoDbClient dynamoDb(String principal, String secret) {
        return client(DynamoDbClient.builder(), principal, secret, 1);
    }

    DynamoDbClient retryingDynamoDb(String principal) {
        return client(DynamoDbClient.builder(), principal, secret(principal), 3);
    }

    S3Client s3(String principal) {
        return client(S3Client.builder().forcePathStyle(true), principal, secret(principal), 1);
    }

    SecretsManagerClient secretsManager(String principal) {
        return client(SecretsManagerClient.builder(), principal, secret(principal), 1);
    }

    /** One signed request of AWS JSON to EventBridge, for which there is no client here. */
    JsonNode putEvents(String principal, String body) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(uri())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(bytes.length))
                .putHeader("X-Amz-Target", "AWSEvents.PutEvents")
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsSessionCredentials.create(key(principal), secret(principal), token(principal)))
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "events")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION));
        try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
            return Json.MAPPER.readTree(http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(null))
                            .build())
                    .call()
                    .responseBody()
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <
                    B extends
                            AwsClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<B, C>,
                    C>
            C client(B builder, String principal, String secret, int attempts) {
        return builder.region(Region.of(REGION))
                .endpointOverride(uri())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsSessionCredentials.create(key(principal), secret, token(principal))))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .maxAttempts(attempts)
                        .build()))
                .build();
    }

    URI uri() {
        return port.uri();
    }

    /** The machine's clock, moved until this is closed. */
    record Moved(Machine machine, java.time.Duration step) implements AutoCloseable {
        Moved {
            machine.clock.advance(step);
        }

        java.time.Instant now() {
            return machine.clock.instant();
        }

        @Override
        public void close() {
            machine.clock.set(machine.clock.real());
        }
    }

    static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    static Map<String, AttributeValue> item(String id, Consumer<Map<String, AttributeValue>> more) {
        Map<String, AttributeValue> item = new java.util.HashMap<>(Map.of("id", s(id)));
        more.accept(item);
        return item;
    }

    static Map<String, AttributeValue> item(String id) {
        return item(id, i -> {});
    }

    @Override
    public void close() {
        port.close();
        children.close();
    }
}
