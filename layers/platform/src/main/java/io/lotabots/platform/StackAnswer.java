package io.lotabots.platform;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The answer to CloudFormation: one PUT to the address that came with the request, tried three times when it is not
 * taken. No content type is sent, because the address is signed without one.
 *
 * <p>Source: CloudFormation user guide, "Custom resource response objects" (at most 4096 bytes).
 *
 * @param reason one line of at most 500 characters
 */
public record StackAnswer(boolean success, String reason, Map<String, String> data) {
    private static final int TRIES = 3;
    private static final int MAX_REASON = 500;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWERED = Duration.ofSeconds(8);

    public StackAnswer {
        String line = reason.replaceAll("\\s+", " ").strip();
        reason = line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "..." : line;
        data = Map.copyOf(data);
    }

    /** It is done. */
    public static StackAnswer success(String reason, Map<String, String> data) {
        return new StackAnswer(true, reason, data);
    }

    /** It is refused, and the deployment ends. */
    public static StackAnswer failed(String reason) {
        return new StackAnswer(false, reason, Map.of());
    }

    /** The answer as CloudFormation reads it. */
    public Map<String, Object> body(StackRequest request) {
        return Map.of(
                "Status", success ? "SUCCESS" : "FAILED",
                "Reason", reason,
                "PhysicalResourceId", request.physicalResourceId(),
                "StackId", request.stackId(),
                "RequestId", request.requestId(),
                "LogicalResourceId", request.logicalResourceId(),
                "Data", data);
    }

    /** Answers the request. @throws IOException when no try was taken */
    public void send(StackRequest request) throws IOException, InterruptedException {
        HttpRequest put = HttpRequest.newBuilder(request.responseUrl())
                .timeout(ANSWERED)
                .PUT(BodyPublishers.ofString(Json.write(body(request)), StandardCharsets.UTF_8))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build()) {
            IOException last = new IOException("not tried");
            for (int tried = 0; tried < TRIES; tried++) {
                try {
                    int status = client.send(put, BodyHandlers.discarding()).statusCode();
                    if (status / 100 == 2) {
                        return;
                    }
                    last = new IOException("CloudFormation's address answered " + status);
                } catch (IOException e) {
                    last = e;
                }
            }
            throw last;
        }
    }
}
