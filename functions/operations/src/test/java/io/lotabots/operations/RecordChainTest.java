package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotabots.platform.Json;
import io.lotabots.platform.PrimingContext;
import io.lotabots.platform.StackAnswer;
import io.lotabots.platform.StackRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordChainTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_234_320L));

    private final List<JsonNode> answers = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private HttpServer cloudFormation;

    @BeforeEach
    void listen() throws IOException {
        cloudFormation = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudFormation.createContext("/", this::receive);
        cloudFormation.start();
    }

    @AfterEach
    void close() {
        cloudFormation.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            answers.add(Json.MAPPER.readTree(exchange.getRequestBody()));
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.pop(), -1);
        }
    }

    private Map<String, Object> event(String type, Map<String, String> properties) {
        Map<String, Object> event = new HashMap<>();
        event.put("RequestType", type);
        event.put(
                "ResponseURL",
                "http://127.0.0.1:" + cloudFormation.getAddress().getPort() + "/bucket/answer?X-Amz-Signature=a%2Fb");
        event.put("StackId", "arn:aws:cloudformation:eu-central-1:123456789012:stack/lotabots-dev-chain/1");
        event.put("RequestId", "5a3c9f0e-1111-4222-8333-944445555666");
        event.put("LogicalResourceId", "RecordChainRecord");
        event.put("ResourceType", "Custom::Chain");
        event.put("ResourceProperties", properties);
        return event;
    }

    private void handle(Map<String, Object> event) throws IOException {
        var unused =
                new RecordChain(Stores.unreachable(), CLOCK).handleRequest(event, new PrimingContext("RecordChain"));
    }

    @Test
    void removing_the_deployment_leaves_the_record_and_succeeds() throws IOException {
        Map<String, Object> event = event("Delete", ChainValuesTest.PROPERTIES);
        event.put("PhysicalResourceId", "given-before");
        handle(event);
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst()).isEqualTo(Json.MAPPER.readTree("""
            {"Status":"SUCCESS","Reason":"the record of the chain stays",
             "PhysicalResourceId":"given-before",
             "StackId":"arn:aws:cloudformation:eu-central-1:123456789012:stack/lotabots-dev-chain/1",
             "RequestId":"5a3c9f0e-1111-4222-8333-944445555666",
             "LogicalResourceId":"RecordChainRecord","Data":{}}\
            """));
    }

    @Test
    void the_answer_is_put_to_the_signed_address_as_it_came_without_a_content_type() throws IOException {
        handle(event("Delete", Map.of()));
        assertThat(requests).containsExactly("PUT /bucket/answer?X-Amz-Signature=a%2Fb null");
    }

    @Test
    void a_wrong_property_fails_the_deployment_in_one_line() throws IOException {
        handle(event("Create", ChainValuesTest.with("SlotSeconds", "0")));
        assertThat(answers.getFirst().get("Status").asText()).isEqualTo("FAILED");
        assertThat(answers.getFirst().get("Reason").asText())
                .isEqualTo("SlotSeconds must be a whole number of at least 1 and at most 18 digits, got: 0");
        assertThat(answers.getFirst().get("PhysicalResourceId").asText()).isEqualTo("chain");
    }

    @Test
    void a_database_that_does_not_answer_fails_the_deployment() throws IOException {
        handle(event("Create", ChainValuesTest.PROPERTIES));
        assertThat(answers.getFirst().get("Status").asText()).isEqualTo("FAILED");
        assertThat(answers.getFirst().get("Reason").asText()).startsWith("the chain could not be recorded (");
    }

    @Test
    void a_kind_of_request_that_is_not_known_fails() throws IOException {
        handle(event("Rename", Map.of()));
        assertThat(answers.getFirst().get("Reason").asText())
                .isEqualTo("RequestType must be Create, Update or Delete, got: Rename");
    }

    @Test
    void an_answer_that_is_not_taken_is_put_again() throws IOException {
        statuses.addAll(List.of(503, 500));
        handle(event("Delete", Map.of()));
        assertThat(answers).hasSize(3);
    }

    @Test
    void an_answer_that_is_never_taken_ends_the_function() {
        statuses.addAll(List.of(503, 503, 503, 503));
        assertThatThrownBy(() -> handle(event("Delete", Map.of()))).isInstanceOf(UncheckedIOException.class);
        assertThat(answers).hasSize(3);
    }

    @Test
    void a_reason_is_one_line_of_bounded_length() {
        StackAnswer answer = StackAnswer.failed("first\nsecond " + "x".repeat(9000));
        assertThat(answer.reason()).startsWith("first second xxx").hasSize(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/answer",
                "http://10.0.0.1/answer",
                "http://localhost.example.org/",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "answer",
                "https:///nowhere"
            })
    void nothing_is_put_to_an_address_that_is_neither_https_nor_of_this_host(String url) {
        Map<String, Object> event = event("Delete", Map.of());
        event.put("ResponseURL", url);
        assertThatThrownBy(() -> handle(event)).isInstanceOf(IllegalArgumentException.class);
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cloudformation-custom-resource.s3.amazonaws.com/a?b",
                "http://localhost:1/",
                "http://127.0.0.1:1/",
                "http://[::1]:1/"
            })
    void https_and_this_host_are_answered(String url) {
        Map<String, Object> event = event("Delete", Map.of());
        event.put("ResponseURL", url);
        assertThat(StackRequest.of(event, "chain").responseUrl()).hasToString(url);
    }
}
