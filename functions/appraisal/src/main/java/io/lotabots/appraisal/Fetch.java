package io.lotabots.appraisal;

import io.lotabots.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a vendor's answer within bounds: of bytes, of time, and of how often it is sent elsewhere. */
final class Fetch {
    static final int MOST_REDIRECTS = 3;

    /** Longest chain of a signer in a header. */
    private static final int MOST_HEADER = 32 * 1024;

    private static final int TOO_MANY = 429;

    private final int mostBytes;
    private final Duration patience;

    /** @param patience longest wait for a connection, and for the whole of an answer */
    Fetch(int mostBytes, Duration patience) {
        this.mostBytes = mostBytes;
        this.patience = patience;
    }

    /** @param issuers the chain of its signer in PEM; empty when none was asked for */
    record Answer(byte[] content, byte[] issuers) {}

    /** The vendor says that it has no such piece. */
    static final class NotThere extends IOException {
        private static final long serialVersionUID = 1L;

        NotThere(String message) {
            super(message);
        }
    }

    /** @throws IOException in a sentence, when there is no good answer within the bounds */
    Answer get(Publishers.Source source) throws IOException, InterruptedException {
        URI address = source.address();
        // A client is made for each answer: a snapshot holds no connection and no thread.
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build()) {
            try {
                for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
                    HttpResponse<byte[]> response = whole(client, address, source.body());
                    if (response.statusCode() / 100 != 3) {
                        return answer(source, response);
                    }
                    address = elsewhere(address, response);
                }
            } finally {
                client.shutdownNow();
            }
        }
        throw new IOException("it is sent elsewhere more than " + MOST_REDIRECTS + " times");
    }

    /** The answer with all its body, however slowly that is sent. */
    private HttpResponse<byte[]> whole(HttpClient client, URI address, byte[] body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request(address, body),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), mostBytes));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no whole answer within " + patience.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException why
                    ? why
                    : new IOException(String.valueOf(failed.getCause()), failed);
        }
    }

    private HttpRequest request(URI address, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
        return body.length == 0
                ? request.GET().build()
                : request.header("Content-Type", "application/ocsp-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
    }

    /** The manifest in NVIDIA's answer. */
    private static byte[] manifest(byte[] answer) throws IOException {
        try {
            return Base64.getDecoder().decode(Json.tree(answer).path("rim").asText());
        } catch (IllegalArgumentException malformed) {
            throw new IOException("its member \"rim\" is no base64", malformed);
        }
    }

    private static Answer answer(Publishers.Source source, HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        if (status >= 400 && status < 500 && status != TOO_MANY) {
            throw new NotThere("status " + status);
        }
        if (status != 200) {
            throw new IOException("status " + status);
        }
        byte[] content = source.form() == Publishers.Form.RIM ? manifest(response.body()) : response.body();
        if (source.issuers().isEmpty()) {
            return new Answer(content, new byte[0]);
        }
        String chain = response.headers()
                .firstValue(source.issuers())
                .filter(header -> header.length() <= MOST_HEADER)
                .orElseThrow(() -> new IOException("no header " + source.issuers() + " of a fitting length"));
        try {
            return new Answer(
                    content, URLDecoder.decode(chain, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the header " + source.issuers() + " is not percent-encoded", malformed);
        }
    }

    /** Never from https to http. */
    private static URI elsewhere(URI from, HttpResponse<?> response) throws IOException {
        String location = response.headers()
                .firstValue("location")
                .orElseThrow(() -> new IOException("status " + response.statusCode() + " without an address"));
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("it is sent to no address", malformed);
        }
        if (!String.valueOf(to.getScheme()).equals(from.getScheme())) {
            throw new IOException("it is sent from " + from.getScheme() + " to " + to.getScheme());
        }
        if (to.getHost() == null) {
            throw new IOException("it is sent to an address without a host");
        }
        return to;
    }
}
