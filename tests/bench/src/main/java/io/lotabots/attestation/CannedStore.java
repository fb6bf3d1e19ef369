package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The store at the level of bytes: requests are marshalled and signed, answers are parsed, nothing is connected to.
 * Answers are those of DynamoDB to a machine that attests as it did ten minutes ago.
 */
final class CannedStore implements SdkHttpClient {
    private static final String UNITS = "{\"TableName\":\"t\",\"CapacityUnits\":1.0}";
    private static final String CAPACITY = "\"ConsumedCapacity\":" + UNITS;

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile String rows = "";
    private volatile String written = "";

    /** From now on a query of the miner's partition finds what was written last: the machine and the pinned key. */
    void rememberMiner() {
        if (written.isEmpty()) {
            throw new IllegalStateException("no machine was written");
        }
        rows = written;
    }

    int count(String operation) {
        AtomicInteger count = calls.get(operation);
        return count == null ? 0 : count.get();
    }

    /** How often each operation was called. */
    Map<String, AtomicInteger> calls() {
        return calls;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        String operation = target.substring(target.lastIndexOf('.') + 1);
        calls.computeIfAbsent(operation, o -> new AtomicInteger()).incrementAndGet();
        String body =
                request.contentStreamProvider().map(p -> read(p.newStream())).orElse("");
        if (rows.isEmpty() && operation.equals("TransactWriteItems")) {
            written = String.join(",", rowsIn(body));
        }
        return new Canned(answer(operation, body).getBytes(StandardCharsets.UTF_8));
    }

    private String answer(String operation, String body) {
        return switch (operation) {
            case "Query" ->
                body.contains("\"miner\"") && !rows.isEmpty()
                        ? "{\"Items\":[" + rows + "],\"Count\":2," + CAPACITY + "}"
                        : "{\"Items\":[],\"Count\":0," + CAPACITY + "}";
            // Operations on several tables tell what each consumed.
            case "TransactWriteItems" -> "{\"ConsumedCapacity\":[" + UNITS + "]}";
            case "GetSecretValue" -> "{\"SecretString\":\"" + "k".repeat(64) + "\"}";
            default -> "{" + CAPACITY + "}";
        };
    }

    /** The rows of the miner's partition that a transaction leaves: its machine, and its profile with the key. */
    private static List<String> rowsIn(String transaction) {
        List<String> rows = new ArrayList<>();
        try {
            for (JsonNode write :
                    Json.tree(transaction.getBytes(StandardCharsets.UTF_8)).get("TransactItems")) {
                JsonNode item = write.at("/Put/Item");
                JsonNode values = write.at("/Update/ExpressionAttributeValues");
                if (item.at("/entry/S").asText().startsWith("machine#")) {
                    // A second attestation notes its presence again: the one measured is a later one.
                    rows.add(item.toString().replace("\"version\":{\"N\":\"1\"}", "\"version\":{\"N\":\"2\"}"));
                } else if (values.has(":key")) {
                    ObjectNode profile = write.at("/Update/Key").deepCopy();
                    profile.set("pinned_key", values.get(":key"));
                    profile.set("pinned_at", values.get(":now"));
                    rows.add(profile.toString());
                }
            }
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private record Canned(byte[] body) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(200)
                            .putHeader("Content-Type", "application/x-amz-json-1.0")
                            .putHeader("Content-Length", Integer.toString(body.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                    .build();
        }

        @Override
        public void abort() {
            // Nothing is under way.
        }
    }
}
