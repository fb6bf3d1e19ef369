package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Requests that were changed after they were signed, against the SDK's own signer. */
class RawSignatureTest {
    private static final Machine MACHINE = Machine.shared();
    private static final String BODY = "{}";

    @Test
    void a_request_as_signed_is_let_in() throws Exception {
        assertThat(send(signed(Instant.now(), "dynamodb", "us-east-1"), BODY).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_changed_body_is_refused() throws Exception {
        assertRefused(
                send(signed(Instant.now(), "dynamodb", "us-east-1"), "{\"Limit\":1}"), "InvalidSignatureException");
    }

    @Test
    void a_request_signed_an_hour_ago_is_refused() throws Exception {
        assertRefused(
                send(signed(Instant.now().minus(Duration.ofHours(1)), "dynamodb", "us-east-1"), BODY),
                "Signature expired");
    }

    @Test
    void a_signature_for_another_service_or_region_is_refused() throws Exception {
        assertRefused(
                send(signed(Instant.now(), "secretsmanager", "us-east-1"), BODY),
                "Credential should be scoped to correct service");
        assertRefused(
                send(signed(Instant.now(), "dynamodb", "eu-west-1"), BODY),
                "Credential should be scoped to a valid region");
    }

    @Test
    void a_request_without_a_signature_is_refused() throws Exception {
        assertRefused(
                send(
                        HttpRequest.newBuilder(MACHINE.uri()).header("X-Amz-Target", "DynamoDB_20120810.ListTables"),
                        BODY),
                "MissingAuthenticationTokenException");
    }

    @Test
    void an_s3_request_without_a_signature_is_refused() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(MACHINE.uri() + "/bucket/key"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void a_service_that_is_not_here_is_named() throws Exception {
        assertRefused(
                send(HttpRequest.newBuilder(MACHINE.uri()).header("X-Amz-Target", "TrentService.Decrypt"), BODY),
                "This machine does not serve TrentService.Decrypt");
    }

    @Test
    void a_body_that_is_no_json_is_refused() throws Exception {
        assertRefused(send(signed(Instant.now(), "dynamodb", "us-east-1", "[1]"), "[1]"), "SerializationException");
    }

    private static void assertRefused(HttpResponse<String> answer, String text) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(text);
    }

    private static HttpRequest.Builder signed(Instant at, String service, String region) {
        return signed(at, service, region, BODY);
    }

    private static HttpRequest.Builder signed(Instant at, String service, String region, String body) {
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsSessionCredentialsIdentity.create(
                                Machine.key("admin"), Machine.secret("admin"), Machine.token("admin")))
                        .request(SdkHttpRequest.builder()
                                .uri(MACHINE.uri())
                                .method(SdkHttpMethod.POST)
                                .putHeader("X-Amz-Target", "DynamoDB_20120810.ListTables")
                                .build())
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)));
        HttpRequest.Builder request = HttpRequest.newBuilder(MACHINE.uri());
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(v -> request.header(name, v));
            }
        });
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
