package io.lotabots.identity;

import io.lotabots.platform.Priming;
import io.lotabots.platform.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Asks a range endpoint whether a password was seen in breaches (Pwned Passwords' protocol, which others serve too): it is
 * told the first five hexadecimal digits of the SHA-1 and answers every digest that begins so, never learning which was
 * meant. When it does not answer the password passes and {@code BreachRangeUnavailable} is counted: the list of common
 * passwords, which needs no network, was asked before.
 */
final class BreachedPasswords {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PREFIX = 5;
    private static final int MOST_BYTES = 1 << 20;

    private final String endpoint;

    /** @param endpoint what the prefix is appended to, such as {@code https://range.example.org/range/}; empty to ask nobody */
    BreachedPasswords(String endpoint) {
        this.endpoint = endpoint;
    }

    boolean contains(String password) {
        if (endpoint.isEmpty() || Priming.active()) {
            return false;
        }
        String digest = sha1(password);
        try {
            return range(digest.substring(0, PREFIX)).lines().anyMatch(line -> listed(line, digest.substring(PREFIX)));
        } catch (IOException unavailable) {
            Telemetry.current().count("BreachRangeUnavailable");
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A line is a digest's rest, a colon and how often it was seen; rows of padding were seen 0 times. */
    private static boolean listed(String line, String rest) {
        String[] parts = line.strip().split(":", 2);
        return parts.length == 2
                && parts[0].equalsIgnoreCase(rest)
                && !parts[1].strip().equals("0");
    }

    private String range(String prefix) throws IOException, InterruptedException {
        // A client is made for each question: a snapshot holds no connection and no thread.
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build()) {
            try {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(URI.create(endpoint + prefix))
                                .header("Add-Padding", "true")
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
                if (answer.statusCode() != 200) {
                    throw new IOException("status " + answer.statusCode());
                }
                return new String(answer.body(), StandardCharsets.US_ASCII);
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static String sha1(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
