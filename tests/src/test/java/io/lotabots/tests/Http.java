package io.lotabots.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A plain HTTP client of the platform: what is sent and what came back, nothing interpreted. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI node;

    Http(URI node) {
        this.node = node;
    }

    /** @param text the body as it came */
    record Answer(int status, String text, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String code() {
            return json().path("code").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build(), new byte[0]);
    }

    Answer post(String path, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build(),
                bytes);
    }

    Answer post(String path, JsonNode body, String... headers) {
        return post(path, body.toString(), headers);
    }

    /** Any method with any bytes. */
    Answer send(String method, String path, byte[] body, String... headers) {
        return send(
                request(path, headers)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                body);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    /** Every exchange is as {@code docs/openapi.json} describes it. */
    private static Answer send(HttpRequest request, byte[] body) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            List<String> differences = Described.differences(request, body, response);
            if (!differences.isEmpty()) {
                throw new AssertionError(request.method() + " " + request.uri() + " is not as docs/openapi.json says: "
                        + String.join("; ", differences) + "; answered " + response.body());
            }
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError(request.method() + " " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
