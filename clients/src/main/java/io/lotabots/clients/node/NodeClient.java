package io.lotabots.clients.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A node over HTTP/1.1: JSON out, JSON in, every call bounded in time and size. TLS certificates and host names are always verified;
 * redirects are not followed, because a signature must not travel to another host.
 */
public final class NodeClient implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 4 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(64)
                            .maxDocumentLength(MAX_ANSWER_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // With their zeros cut off, ten would be shown as 1E+1.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String base;
    private final HttpClient http;
    private final Duration limit;
    private final Clock clock;

    /**
     * A client of one node.
     *
     * @param node its address without a trailing slash
     * @param ca a file of further trusted certificates in PEM
     * @param limit the longest that one call may take
     * @param clock to read dates in {@code Retry-After} by
     */
    public NodeClient(URI node, Optional<Path> ca, Duration limit, Clock clock) {
        this.base = node.toString().replaceAll("/+$", "");
        this.limit = limit;
        this.clock = clock;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT.compareTo(limit) < 0 ? CONNECT : limit);
        ca.ifPresent(file -> builder.sslContext(TrustedCertificates.with(file)));
        this.http = builder.build();
    }

    /** Asks for a path with its query. */
    public NodeAnswer get(String path) throws InterruptedException {
        return send("GET " + path.split("\\?", 2)[0], request(path).GET());
    }

    /**
     * Asks for bytes of any kind.
     *
     * @param most more than this is trouble, and no byte of it is kept
     */
    public Fetched fetch(String path, int most) throws InterruptedException {
        var step = "GET " + path;
        try {
            var response = await(request(path).header("Accept", "*/*").GET().build(), most);
            if (response.statusCode() == 200) {
                return new Fetched(
                        new NodeAnswer(step, 200, MissingNode.getInstance(), Optional.empty(), ""), response.body());
            }
            return new Fetched(answer(step, response), new byte[0]);
        } catch (TimeoutException | ExecutionException e) {
            return new Fetched(NodeAnswer.none(step, reason(e)), new byte[0]);
        }
    }

    /** Sends a JSON text, exactly as it is. */
    public NodeAnswer post(String path, String json) throws InterruptedException {
        return post(path, json, "Content-Type", "application/json");
    }

    /** The same with one more header, such as the key of an operator. */
    public NodeAnswer post(String path, String json, String header, String value) throws InterruptedException {
        return send(
                "POST " + path,
                request(path)
                        .setHeader("Content-Type", "application/json")
                        .setHeader(header, value)
                        .POST(BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
    }

    /**
     * Asks with any method and a credential.
     *
     * @param json the body; empty for none
     * @param authorization the value of that header; empty for none
     */
    public NodeAnswer ask(String method, String path, String json, String authorization) throws InterruptedException {
        var request = request(path)
                .method(
                        method,
                        json.isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(json, StandardCharsets.UTF_8));
        if (!json.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        return send(method + " " + path.split("\\?", 2)[0], request);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(limit).header("User-Agent", "lotabots/0.1.0");
    }

    private NodeAnswer send(String step, HttpRequest.Builder request) throws InterruptedException {
        try {
            return answer(
                    step, await(request.header("Accept", "application/json").build(), MAX_ANSWER_BYTES));
        } catch (TimeoutException | ExecutionException e) {
            return NodeAnswer.none(step, reason(e));
        }
    }

    private HttpResponse<byte[]> await(HttpRequest request, int most)
            throws InterruptedException, TimeoutException, ExecutionException {
        // The request's own timeout ends with the headers; this one covers the body too.
        var sent = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
        try {
            return sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw e;
        }
    }

    private NodeAnswer answer(String step, HttpResponse<byte[]> response) {
        var text = new String(response.body(), StandardCharsets.UTF_8);
        var body = object(text);
        var retryAfter = response.headers().firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, clock));
        boolean empty = response.statusCode() == 204 && text.isEmpty();
        var trouble = body.isObject() || empty ? "" : "the answer is not a JSON object" + excerpt(text);
        return new NodeAnswer(step, response.statusCode(), body, retryAfter, trouble);
    }

    private static String excerpt(String text) {
        var start = NodeAnswer.printable(text.substring(0, Math.min(80, text.length())));
        return start.isEmpty() ? ": it is empty" : ": it starts " + start;
    }

    private static JsonNode object(String text) {
        try {
            var read = JSON.readTree(text);
            return read != null && read.isObject() ? read : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private String reason(Exception thrown) {
        if (thrown instanceof TimeoutException) {
            return base + " did not answer within " + limit.toSeconds() + " s";
        }
        Throwable failure = thrown.getCause() == null ? thrown : thrown.getCause();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return base + " has no TLS certificate that this machine trusts ("
                        + NodeAnswer.printable(String.valueOf(cause.getMessage())) + "); give its authority with --ca";
            }
            if (cause instanceof ConnectException) {
                return "cannot connect to " + base + "; is a node running there?";
            }
        }
        if (failure instanceof java.net.http.HttpTimeoutException) {
            return base + " did not answer within " + limit.toSeconds() + " s";
        }
        var message = failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
        return base + " gave no answer: " + NodeAnswer.printable(message);
    }
}
