package io.lotabots.clients.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.SmallNode.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeClientTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private SmallNode node;
    private NodeClient client;

    @BeforeEach
    void start() throws IOException {
        node = new SmallNode();
        client = client(node.address());
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void an_answer_is_read() throws InterruptedException {
        var answer = client.get("/epoch?x=1");
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.step()).isEqualTo("GET /epoch");
        assertThat(answer.whole("epoch")).hasValue(353);
        assertThat(answer.text("epoch_pot")).contains("1.5");
        assertThat(node.last("/epoch").query()).isEqualTo("x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "<html>busy</html>",
                "{\"epoch\":1",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1,\"a\":2}"
            })
    void an_answer_that_is_no_json_object_is_one_plain_line(String body) throws InterruptedException {
        node.usually("/epoch", Reply.of(200, body));
        var answer = client.get("/epoch");
        assertThat(answer.isDone()).isFalse();
        assertThat(answer.refusal().toString())
                .startsWith("GET /epoch: HTTP 200 the answer is not a JSON object")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.8", "10.0", "0.0", "2.5", "0.0005", "1"})
    void a_number_is_shown_in_its_own_digits(String number) throws InterruptedException {
        node.usually("/epoch", Reply.of(200, "{\"weight\":" + number + "}"));
        assertThat(client.get("/epoch").text("weight")).contains(number);
    }

    @Test
    void an_answer_that_is_nested_too_deeply_is_no_crash() throws InterruptedException {
        node.usually("/epoch", Reply.of(200, "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"));
        assertThat(client.get("/epoch").isDone()).isFalse();
    }

    @Test
    void an_answer_without_end_is_cut() throws InterruptedException {
        node.usually("/epoch", Reply.of(200, "{\"a\":\"" + "x".repeat(5 << 20) + "\"}"));
        var answer = client.get("/epoch");
        assertThat(answer.isDone()).isFalse();
        assertThat(answer.status()).isZero();
    }

    @Test
    void what_a_node_says_cannot_steer_the_terminal() throws InterruptedException {
        node.usually(
                "/epoch",
                Reply.of(400, "{\"code\":\"X\\u001b[2J\",\"message\":\"a\\nb\\u202e" + "y".repeat(900) + "\"}"));
        var line = client.get("/epoch").refusal().toString();
        assertThat(line.chars()).noneMatch(Character::isISOControl);
        assertThat(line).doesNotContain("\u202e").hasSizeLessThan(400);
    }

    @Test
    void a_redirect_is_not_followed() throws InterruptedException {
        node.usually("/epoch", new Reply(302, "", Map.of("Location", "/api/miners")));
        assertThat(client.get("/epoch").isDone()).isFalse();
        assertThat(node.paths()).containsExactly("/epoch");
    }

    @Test
    void a_node_that_is_not_there_is_one_plain_line() throws IOException, InterruptedException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (var gone = client(URI.create("http://127.0.0.1:" + free))) {
            var answer = gone.get("/epoch");
            assertThat(answer.status()).isZero();
            assertThat(answer.isTransient()).isTrue();
            assertThat(answer.refusal())
                    .hasToString(
                            "GET /epoch: cannot connect to http://127.0.0.1:" + free + "; is a node running there?");
        }
    }

    @Test
    void a_node_that_never_answers_is_left_in_time() throws IOException, InterruptedException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var waiting = new NodeClient(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                        Optional.empty(),
                        Duration.ofMillis(300),
                        CLOCK)) {
            assertThat(waiting.get("/epoch").refusal().message()).contains("did not answer within");
        }
    }

    @Test
    void a_path_before_the_routes_is_kept() throws InterruptedException {
        try (var behind = client(URI.create(node.address() + "/prefix"))) {
            node.usually("/prefix/epoch", Reply.of(200, "{\"epoch\":1}"));
            assertThat(behind.get("/epoch").whole("epoch")).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "999999999, 86400",
        "'Thu, 01 Jan 2026 00:02:00 GMT', 120",
        "'Wed, 31 Dec 2025 00:00:00 GMT', 0",
    })
    void retry_after_is_seconds_or_a_date(String value, long seconds) {
        assertThat(RetryAfter.parse(value, CLOCK)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "soon", "1.5", "99999999999999999999"})
    void a_retry_after_of_another_form_counts_for_nothing(String value) {
        assertThat(RetryAfter.parse(value, CLOCK)).isEmpty();
    }

    @Test
    void a_file_without_certificates_is_one_plain_line(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("ca.pem"), "nothing here");
        assertThatThrownBy(() -> new NodeClient(node.address(), Optional.of(file), Duration.ofSeconds(1), CLOCK))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("holds no certificate");
        assertThatThrownBy(() ->
                        new NodeClient(node.address(), Optional.of(folder.resolve("no")), Duration.ofSeconds(1), CLOCK))
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("cannot be read");
    }

    private static NodeClient client(URI address) {
        return new NodeClient(address, Optional.empty(), Duration.ofSeconds(20), CLOCK);
    }
}
