package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    private static final String CAPACITY = "\"ConsumedCapacity\":{\"TableName\":\"t\",\"CapacityUnits\":1.0}";

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile String machine = "";
    private volatile String written = "";

    /** From now on a query of the miner's partition finds the machine that was written last. */
    void rememberMachine() {
        if (written.isEmpty()) {
            throw new IllegalStateException("no machine was written");
        }
        machine = written;
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
        if (machine.isEmpty() && operation.equals("TransactWriteItems")) {
            written = machineIn(body);
        }
        return new Canned(answer(operation, body).getBytes(StandardCharsets.UTF_8));
    }

    private String answer(String operation, String body) {
        return switch (operation) {
            case "Query" ->
                body.contains("\"miner\"") && !machine.isEmpty()
                        ? "{\"Items\":[" + machine + "],\"Count\":1," + CAPACITY + "}"
                        : "{\"Items\":[],\"Count\":0," + CAPACITY + "}";
            case "GetSecretValue" -> "{\"SecretString\":\"" + "k".repeat(64) + "\"}";
            default -> "{" + CAPACITY + "}";
        };
    }

    /** The machine's row among the writes of a transaction. */
    private static String machineIn(String transaction) {
        try {
            for (JsonNode write :
                    Json.tree(transaction.getBytes(StandardCharsets.UTF_8)).get("TransactItems")) {
                JsonNode item = write.at("/Put/Item");
                if (item.at("/entry/S").asText().startsWith("machine#")) {
                    return item.toString();
                }
            }
            return "";
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
