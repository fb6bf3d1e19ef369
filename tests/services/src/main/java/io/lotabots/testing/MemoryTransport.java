package io.lotabots.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * AWS at the byte level, in memory: secrets are 64 zeros (the key for reading 64 twos), everything else is what the given function answers to an
 * operation (such as {@code Query}) and its JSON.
 */
public final class MemoryTransport implements SdkHttpClient {
    /** The text of every secret; the sample events of operators carry it. */
    public static final String SECRET = "0".repeat(64);

    /** The text of the secret whose id is {@code admin-read-key}. */
    public static final String READ_KEY = "2".repeat(64);

    private static final JsonMapper JSON = new JsonMapper();

    private final BiFunction<String, JsonNode, String> answers;
    private final List<String> asked = new ArrayList<>();

    /** @param answers a JSON text; one that starts with {@code !} is an error of the service */
    public MemoryTransport(BiFunction<String, JsonNode, String> answers) {
        this.answers = answers;
    }

    /** A store that holds nothing and takes everything. */
    public static MemoryTransport empty() {
        return new MemoryTransport((_, _) -> "{}");
    }

    /** The operations asked for so far, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("S3.Object");
        String operation = target.substring(target.lastIndexOf('.') + 1);
        asked.add(operation);
        String answer = operation.equals("GetSecretValue")
                ? "{\"SecretString\":\"" + secret(body(request)) + "\"}"
                : answers.apply(operation, body(request));
        return new Answer(answer);
    }

    private static String secret(JsonNode request) {
        return request.path("SecretId").textValue().equals("admin-read-key") ? READ_KEY : SECRET;
    }

    private static JsonNode body(HttpExecuteRequest request) {
        if (request.contentStreamProvider().isEmpty()) {
            return JSON.createObjectNode();
        }
        try (InputStream in = request.contentStreamProvider().get().newStream()) {
            return JSON.readTree(in);
        } catch (JsonProcessingException notJson) {
            return JSON.createObjectNode();
        } catch (IOException impossible) {
            throw new IllegalStateException("a body in memory can be read", impossible);
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private record Answer(String text) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() {
            boolean error = text.startsWith("!");
            byte[] bytes = (error ? text.substring(1) : text).getBytes(StandardCharsets.UTF_8);
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(error ? 400 : 200)
                            .putHeader("Content-Length", Integer.toString(bytes.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                    .build();
        }

        @Override
        public void abort() {
            // Nothing is under way.
        }
    }
}
