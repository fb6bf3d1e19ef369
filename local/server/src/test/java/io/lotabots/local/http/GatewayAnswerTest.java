package io.lotabots.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.Client;
import io.lotabots.local.Fixture;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayAnswerTest {
    private static final byte[] NONE = {};

    private Platform platform;
    private Client client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        platform = new Fixture(directory)
                .function("Answers")
                .function("Typed")
                .function("EchoEvent")
                .with(
                        "Typed",
                        p -> p.putObject("Environment").putObject("Variables").put("NAME", "world"))
                .with("Answers", p -> p.put("Timeout", 1))
                .route("Answer", "GET /answers/{kind}", "Answers")
                .route("Impatient", "GET /impatient/{kind}", "Answers")
                .with("ImpatientIntegration", p -> p.put("TimeoutInMillis", 200))
                .route("Type", "ANY /typed", "Typed")
                .route("Echo", "POST /echo", "EchoEvent")
                .route("Forgotten", "GET /forgotten", "EchoEvent")
                .with("ForgottenPermission", p -> p.put("SourceArn", "arn:aws:execute-api:*:*:*/*/*/elsewhere"))
                .with(
                        "Api",
                        p -> p.putObject("CorsConfiguration")
                                .put("MaxAge", 60)
                                .<ObjectNode>set("AllowOrigins", p.arrayNode().add("https://app.example"))
                                .<ObjectNode>set(
                                        "AllowMethods", p.arrayNode().add("GET").add("POST"))
                                .set("ExposeHeaders", p.arrayNode().add("x-hooks")))
                .start();
        client = new Client(platform.uri());
    }

    @AfterAll
    void stop() {
        client.close();
        platform.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/answers/throws    | 500 | {\"message\":\"Internal Server Error\"}",
                "/answers/hangs     | 500 | {\"message\":\"Internal Server Error\"}",
                "/impatient/hangs   | 503 | {\"message\":\"Service Unavailable\"}",
                "/answers/huge      | 500 | {\"message\":\"Internal Server Error\"}",
                "/answers/no-json   | 500 | {\"message\":\"Internal Server Error\"}",
                "/answers/bad-status| 500 | {\"message\":\"Internal Server Error\"}",
                "/forgotten         | 500 | {\"message\":\"Internal Server Error\"}",
                "/nowhere           | 404 | {\"message\":\"Not Found\"}",
                "/answers/text      | 200 | plain text",
                "/answers/other     | 200 | {\"wanted\":\"other\"}",
            })
    void what_the_gateway_answers(String path, int status, String body) throws Exception {
        HttpResponse<String> answer = client.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("apigw-requestid")).isPresent();
    }

    @Test
    void a_function_works_again_after_it_timed_out() throws Exception {
        assertThat(client.get("/answers/hangs").statusCode()).isEqualTo(500);
        assertThat(client.get("/answers/again").body()).isEqualTo("{\"wanted\":\"again\"}");
    }

    @Test
    void a_structured_answer_keeps_status_headers_and_cookies() throws Exception {
        HttpResponse<String> answer = client.send("PUT", "/typed", NONE);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("PUT fixture-Typed 512 true");
        assertThat(answer.headers().firstValue("x-greeting")).contains("hello world");
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain;charset=UTF-8");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2");
    }

    @Test
    void hooks_run_once_before_the_first_request() throws Exception {
        assertThat(client.get("/typed").headers().firstValue("x-hooks")).contains("checkpoint restore");
    }

    @Test
    void a_base64_answer_is_bytes() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(platform.uri() + "/answers/binary"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.body()).containsExactly(0, 1, 2, 0xff);
            assertThat(answer.headers().firstValue("content-type")).contains("image/png");
        }
    }

    @Test
    void a_body_beyond_ten_megabytes_is_413_and_beyond_six_does_not_reach_a_function() throws Exception {
        assertThat(post(10 * 1024 * 1024 + 1).statusCode()).isEqualTo(413);
        assertThat(post(6 * 1024 * 1024 + 1).statusCode()).isEqualTo(413);
        assertThat(post(1024 * 1024).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(int bytes) throws IOException, InterruptedException {
        return client.send(
                "POST", "/echo", "x".repeat(bytes).getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain");
    }

    @Test
    void headers_beyond_ten_kilobytes_are_431() throws Exception {
        assertThat(client.get("/answers/x", "X-Long", "y".repeat(10_300)).statusCode())
                .isEqualTo(431);
    }

    @Test
    void a_preflight_is_answered_by_the_gateway() throws Exception {
        HttpResponse<String> allowed = client.send(
                "OPTIONS", "/typed", NONE, "Origin", "https://app.example", "Access-Control-Request-Method", "POST");

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("https://app.example");
        assertThat(allowed.headers().firstValue("access-control-allow-methods")).contains("GET,POST");
        assertThat(allowed.headers().firstValue("access-control-max-age")).contains("60");
        HttpResponse<String> stranger = client.send(
                "OPTIONS", "/typed", NONE, "Origin", "https://other.example", "Access-Control-Request-Method", "POST");
        assertThat(stranger.statusCode()).isEqualTo(204);
        assertThat(stranger.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void an_allowed_origin_is_named_in_every_answer() throws Exception {
        var headers = client.get("/typed", "Origin", "https://app.example").headers();

        assertThat(headers.firstValue("access-control-allow-origin")).contains("https://app.example");
        assertThat(headers.firstValue("access-control-expose-headers")).contains("x-hooks");
    }
}
