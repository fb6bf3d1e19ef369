package io.lotabots.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * The verb of one event bus of EventBridge; safe for concurrent use. It is one request of AWS JSON 1.1, made here with the
 * SDK's transport and signer: a client for all of EventBridge would be as large as the one for DynamoDB.
 */
public final class EventBus {
    /** Who the platform's events are from. */
    public static final String SOURCE = "lotabots";

    private static final int MAX_TRIES = 4;
    private static final int MOST_ANSWER = 64 * 1024;

    private final Env env;
    private final Supplier<SdkHttpClient> http;
    private final AwsCredentialsProvider credentials;
    private final Supplier<String> names;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    EventBus(Env env, Supplier<SdkHttpClient> http, AwsCredentialsProvider credentials, Supplier<String> names) {
        this.env = env;
        this.http = http;
        this.credentials = credentials;
        this.names = names;
    }

    /**
     * Says what happened; every rule that matches hears it at least once.
     *
     * @param detailType what it is, such as {@code MailRequested}
     * @param detail a record that becomes a JSON object, less than 256 KB
     * @throws IllegalStateException when the bus did not take it, after a few tries
     */
    public void put(String detailType, Object detail) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.putArray("Entries")
                .addObject()
                .put("EventBusName", names.get())
                .put("Source", SOURCE)
                .put("DetailType", detailType)
                .put("Detail", Json.write(detail));
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        String why = "";
        for (int tried = 0; tried < MAX_TRIES; tried++) {
            if (tried > 0) {
                Backoff.pause(tried);
            }
            try {
                JsonNode answer = send(body);
                if (answer.path("FailedEntryCount").asInt() == 0) {
                    return;
                }
                why = answer.path("Entries").path(0).path("ErrorCode").asText();
            } catch (IOException passing) {
                why = String.valueOf(passing.getMessage());
            }
        }
        throw new IllegalStateException("bus " + names.get() + " did not take a " + detailType + ": " + why);
    }

    /** One request. @throws IOException when another try may do better */
    private JsonNode send(byte[] body) throws IOException {
        String region = env.get("AWS_REGION");
        URI endpoint = URI.create(env.find("AWS_ENDPOINT_URL_EVENTBRIDGE")
                .orElseGet(() -> "https://events." + region + ".amazonaws.com"));
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", "AWSEvents.PutEvents")
                .build();
        SignedRequest signed = signer.sign(r -> r.identity(credentials.resolveCredentials())
                .request(request)
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "events")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        HttpExecuteResponse response = http.get()
                .prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(null))
                        .build())
                .call();
        byte[] text = new byte[0];
        if (response.responseBody().isPresent()) {
            try (InputStream in = response.responseBody().get()) {
                text = in.readNBytes(MOST_ANSWER);
            }
        }
        int status = response.httpResponse().statusCode();
        String said = new String(text, StandardCharsets.UTF_8);
        if (status >= 500 || said.contains("Throttling")) {
            throw new IOException("status " + status);
        }
        if (status != 200) {
            throw new IllegalStateException("bus " + names.get() + " answered " + status + ": " + said);
        }
        return Json.tree(text);
    }
}
