package io.lotabots.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sends requests on to a child process over connections that are kept open. */
final class Upstream {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Set<String> HOP_BY_HOP = Set.of(
            "authorization",
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "transfer-encoding",
            "upgrade");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;

    Upstream(URI base) {
        this.base = base;
    }

    /**
     * Sends a request, without its own signature.
     *
     * @param authorization what the child wants to see there; empty for none
     * @throws UncheckedIOException when the child does not answer
     */
    Reply send(Call call, String authorization) {
        String query = call.query().isEmpty() ? "" : "?" + call.query();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.path() + query))
                .timeout(LIMIT)
                .method(
                        call.method(),
                        call.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name)) {
                values.forEach(v -> request.header(name, v));
            }
        });
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
            headers.keySet().removeIf(name -> HOP_BY_HOP.contains(name) && !isLengthOfHead(call, name));
            return new Reply(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    private static boolean isLengthOfHead(Call call, String name) {
        return call.method().equals("HEAD") && name.equals("content-length");
    }

    void close() {
        client.close();
    }
}
