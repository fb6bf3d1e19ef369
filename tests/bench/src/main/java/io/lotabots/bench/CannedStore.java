package io.lotabots.bench;

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
 * The store at the level of bytes: requests are marshalled and signed, answers are parsed, nothing is connected to. What
 * is answered is for subclasses to say.
 */
public abstract class CannedStore implements SdkHttpClient {
    /** What one table of an answer consumed. */
    protected static final String UNITS = "{\"TableName\":\"t\",\"CapacityUnits\":1.0}";

    /** What an answer from one table says that it consumed. */
    protected static final String CAPACITY = "\"ConsumedCapacity\":" + UNITS;

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /** How often each operation was called. */
    public final Map<String, AtomicInteger> calls() {
        return calls;
    }

    public final int count(String operation) {
        AtomicInteger count = calls.get(operation);
        return count == null ? 0 : count.get();
    }

    /** The answer of DynamoDB, or Secrets Manager, to a request. */
    protected abstract String answer(String operation, String body);

    @Override
    public final ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        String operation = target.substring(target.lastIndexOf('.') + 1);
        calls.computeIfAbsent(operation, o -> new AtomicInteger()).incrementAndGet();
        String body =
                request.contentStreamProvider().map(p -> read(p.newStream())).orElse("");
        return new Canned(answer(operation, body).getBytes(StandardCharsets.UTF_8));
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public final void close() {
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
