package io.lotabots.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.Client;
import io.lotabots.local.Fixture;
import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayEventTest {
    private Platform platform;
    private Client client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path assembly = new Fixture(directory)
                .function("EchoEvent")
                .route("Echo", "POST /echo/{name}", "EchoEvent")
                .route("Files", "ANY /files/{path+}", "EchoEvent")
                .route("Default", "$default", "EchoEvent")
                .write();
        platform = Platform.start(
                Options.inMemory(assembly, directory.resolve("data")).withTrustProxy(true));
        client = new Client(platform.uri());
    }

    @AfterAll
    void stop() {
        client.close();
        platform.close();
    }

    @Test
    void every_field_is_as_the_gateway_sends_it() throws Exception {
        JsonNode event = Client.json(client.send(
                "POST",
                "/echo/a%20b+c?x=1&y=%2C&x=2%203",
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json; charset=utf-8",
                "X-Two",
                "one",
                "X-Two",
                "two",
                "Cookie",
                "a=1; b=2",
                "User-Agent",
                "tester/1"));

        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("POST /echo/{name}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/echo/a b+c");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&y=%2C&x=2%203");
        assertThat(event.path("cookies").toString()).isEqualTo("[\"a=1\",\"b=2\"]");
        assertThat(event.path("headers").path("x-two").asText()).isEqualTo("one,two");
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.path("headers").path("x-forwarded-proto").asText()).isEqualTo("http");
        assertThat(event.path("queryStringParameters").toString()).isEqualTo("{\"x\":\"1,2 3\",\"y\":\",\"}");
        assertThat(event.path("pathParameters").toString()).isEqualTo("{\"name\":\"a b+c\"}");
        assertThat(event.path("body").asText()).isEqualTo("{\"n\":1}");
        assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("accountId").asText()).matches("\\d{12}");
        assertThat(context.path("domainName").asText())
                .isEqualTo(context.path("apiId").asText() + ".execute-api.us-east-1.amazonaws.com");
        assertThat(context.path("stage").asText()).isEqualTo("$default");
        assertThat(context.path("time").asText()).matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(context.path("requestId").asText()).isNotEmpty();
        JsonNode http = context.path("http");
        assertThat(http.path("method").asText()).isEqualTo("POST");
        assertThat(http.path("path").asText()).isEqualTo("/echo/a b+c");
        assertThat(http.path("protocol").asText()).isEqualTo("HTTP/1.1");
        assertThat(http.path("sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(http.path("userAgent").asText()).isEqualTo("tester/1");
    }

    @Test
    void fields_without_content_are_absent() throws Exception {
        JsonNode event = Client.json(client.get("/nowhere/known"));

        assertThat(event.path("routeKey").asText()).isEqualTo("$default");
        assertThat(event.path("rawQueryString").asText("-")).isEmpty();
        assertThat(event.fieldNames())
                .toIterable()
                .doesNotContain("body", "cookies", "queryStringParameters", "pathParameters", "stageVariables");
        assertThat(event.path("requestContext").has("authorizer")).isFalse();
    }

    @Test
    void a_body_of_no_text_type_is_base64_and_a_form_is_none() throws Exception {
        byte[] bytes = {0, (byte) 0xff, 'a'};
        for (String type : new String[] {"application/octet-stream", "application/x-www-form-urlencoded"}) {
            JsonNode event = Client.json(client.send("POST", "/echo/x", bytes, "Content-Type", type));
            assertThat(event.path("isBase64Encoded").asBoolean()).as(type).isTrue();
            assertThat(event.path("body").binaryValue()).as(type).isEqualTo(bytes);
        }
        JsonNode text = Client.json(client.send("POST", "/echo/x", new byte[] {'a'}, "Content-Type", "text/csv"));
        assertThat(text.path("body").asText()).isEqualTo("a");
    }

    @Test
    void a_greedy_parameter_takes_the_rest_of_the_path() throws Exception {
        JsonNode event = Client.json(client.get("/files/a/b%20c/d"));

        assertThat(event.path("pathParameters").path("path").asText()).isEqualTo("a/b c/d");
    }

    @Test
    void the_time_is_the_virtual_clocks() throws Exception {
        Instant before = platform.clock().instant();
        platform.clock().advance(Duration.ofDays(400));

        long epochMillis = Client.json(client.get("/x"))
                .path("requestContext")
                .path("timeEpoch")
                .asLong();

        assertThat(Instant.ofEpochMilli(epochMillis)).isAfter(before.plus(Duration.ofDays(399)));
    }

    @Test
    void a_trusted_proxy_names_the_client_and_nonsense_does_not() throws Exception {
        assertThat(sourceIp("X-Real-IP", "203.0.113.9", "X-Forwarded-For", "198.51.100.1"))
                .isEqualTo("203.0.113.9");
        assertThat(sourceIp("X-Forwarded-For", "2001:db8::1, 10.0.0.1")).isEqualTo("2001:db8::1");
        assertThat(sourceIp("X-Real-IP", "<script>")).isEqualTo("127.0.0.1");
        assertThat(new ClientAddress(false).of("192.0.2.1", Map.of("x-real-ip", List.of("1.1.1.1"))))
                .isEqualTo("192.0.2.1");
    }

    private String sourceIp(String... headers) throws Exception {
        return Client.json(client.get("/x", headers))
                .path("requestContext")
                .path("http")
                .path("sourceIp")
                .asText();
    }
}
