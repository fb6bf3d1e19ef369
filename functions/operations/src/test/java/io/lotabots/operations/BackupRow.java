package io.lotabots.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** One row, of which each update raises one number, as the store does it: only while it is absent or less. */
final class BackupRow {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> environment;
    private final Map<String, Long> numbers = new HashMap<>();
    private int updates;

    BackupRow(String tables) {
        environment = new HashMap<>(Stores.environment());
        environment.put("BACKED_UP_TABLES", tables);
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
    }

    Optional<Long> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    int updates() {
        return updates;
    }

    Aws aws() {
        return Aws.of(Env.of(environment), () -> new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                try (InputStream in =
                        request.contentStreamProvider().orElseThrow().newStream()) {
                    return update(JSON.readTree(in));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        });
    }

    private ExecutableHttpRequest update(JsonNode request) {
        updates++;
        String name = request.path("ExpressionAttributeNames").elements().next().asText();
        long at = request.at("/ExpressionAttributeValues/:at/N").asLong();
        boolean rises = !numbers.containsKey(name) || number(name).orElseThrow() < at;
        if (rises) {
            numbers.put(name, at);
        }
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode row = answer.putObject(rises ? "Attributes" : "Item");
        numbers.forEach((attribute, number) -> row.putObject(attribute).put("N", Long.toString(number)));
        if (!rises) {
            answer.put("__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException");
        }
        return new Answer(rises ? 200 : 400, answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private record Answer(int status, byte[] body) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder().statusCode(status).build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                    .build();
        }

        @Override
        public void abort() {
            // Nothing is under way.
        }
    }
}
