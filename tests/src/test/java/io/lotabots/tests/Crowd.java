package io.lotabots.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.Digests;
import io.lotabots.local.Platform;
import io.lotabots.local.aws.Principal;
import io.lotabots.local.lambda.LambdaFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Many miners in the tables, without their attestations: the rows that one real attestation left, under other identities.
 * They stay in the partitions of the real one where those do not name it, so that a read of a whole partition would show.
 */
final class Crowd {
    /** The miners with their machines, and who is enrolled; the other tables of an attestation are asked for one row. */
    private static final List<String> TABLES = List.of("MINERS", "ENROLMENTS");

    private static final int BATCH = 25;
    private static final int WRITERS = 4;

    /** Wallets, hardware ids and digests alike. */
    private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{32,}");

    private Crowd() {}

    /** Stores the miners of a platform that has exactly one so often that there are {@code miners}. */
    static void fill(Platform platform, int miners) throws Exception {
        try (DynamoDbClient store = operator(platform);
                ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
            Map<String, String> environment = platform.functions().stream()
                    .map(LambdaFunction::definition)
                    .filter(function -> function.handler().contains(".PostAttestSubmit"))
                    .findFirst()
                    .orElseThrow()
                    .environment();
            List<Future<?>> writes = new ArrayList<>();
            for (String name : TABLES) {
                String table = Objects.requireNonNull(environment.get("TABLE_" + name), name);
                List<Map<String, AttributeValue>> rows =
                        store.scan(r -> r.tableName(table)).items();
                List<WriteRequest> batch = new ArrayList<>();
                for (int i = 1; i < miners; i++) {
                    for (Map<String, AttributeValue> row : rows) {
                        Map<String, AttributeValue> other = other(row, i);
                        batch.add(WriteRequest.builder()
                                .putRequest(put -> put.item(other))
                                .build());
                        if (batch.size() == BATCH) {
                            List<WriteRequest> full = List.copyOf(batch);
                            writes.add(pool.submit(() -> write(store, table, full)));
                            batch.clear();
                        }
                    }
                }
                if (!batch.isEmpty()) {
                    write(store, table, batch);
                }
            }
            for (Future<?> write : writes) {
                write.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("the crowd was not stored", e);
        }
    }

    private static void write(DynamoDbClient store, String table, List<WriteRequest> batch) {
        if (store.batchWriteItem(r -> r.requestItems(Map.of(table, batch))).hasUnprocessedItems()
                && !store.batchWriteItem(r -> r.requestItems(Map.of(table, batch)))
                        .unprocessedItems()
                        .isEmpty()) {
            throw new AssertionError("rows of " + table + " were not written");
        }
    }

    private static Map<String, AttributeValue> other(Map<String, AttributeValue> row, int number) {
        Map<String, AttributeValue> other = new HashMap<>(row);
        other.replaceAll((name, value) -> value.s() == null
                ? value
                : AttributeValue.fromS(IDENTITY.matcher(value.s())
                        .replaceAll(found -> Digests.sha256Hex(number + found.group())
                                .substring(0, Math.min(64, found.group().length())))));
        return other;
    }

    /** A client that may do everything. */
    static DynamoDbClient operator(Platform platform) {
        platform.port()
                .register(new Principal(
                        "operator",
                        "AKIAOPERATOROFTESTS",
                        "a secret of this test alone",
                        "",
                        List.of(policy())));
        return DynamoDbClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(platform.port().uri())
                .region(Region.of(platform.functions()
                        .iterator()
                        .next()
                        .definition()
                        .environment()
                        .get("AWS_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAOPERATOROFTESTS", "a secret of this test alone")))
                .build();
    }

    private static JsonNode policy() {
        try {
            return Http.JSON.readTree("""
                    {"Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}""");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
