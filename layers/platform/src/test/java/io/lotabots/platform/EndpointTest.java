package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private final PostGreeting endpoint = new PostGreeting();

    @Test
    void body_query_and_path_become_one_request_at_the_gateway_s_time() throws IOException {
        APIGatewayV2HTTPResponse response = call(asked(sample()));
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(response.getBody())
                .isEqualTo("{\"asked_by\":\"RTC1\",\"greeting\":\"hello hello ada\",\"server_time\":1795234320}\n");
        assertThat(response.getHeaders())
                .containsEntry("X-Request-Id", "sample.1")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsKeys("Strict-Transport-Security", "Content-Security-Policy", "Referrer-Policy");
    }

    @Test
    void what_is_posted_is_the_body_and_the_path_alone() throws IOException {
        assertThat(call(sample()).getBody())
                .isEqualTo("{\"asked_by\":\"RTC1\",\"greeting\":\"hello ada\",\"server_time\":1795234320}\n");
    }

    private static APIGatewayV2HTTPEvent asked(APIGatewayV2HTTPEvent event) {
        event.getRequestContext().getHttp().setMethod("GET");
        return event;
    }

    @Test
    void a_refusal_is_a_problem_with_a_stable_code_its_fields_and_headers() throws IOException {
        APIGatewayV2HTTPEvent event = sample();
        event.setPathParameters(Map.of("name", "nobody"));
        APIGatewayV2HTTPResponse response = call(event);
        assertThat(response.getStatusCode()).isEqualTo(404);
        assertThat(response.getHeaders())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Retry-After", "7");
        JsonNode problem = json(response);
        assertThat(problem.get("code").asText()).isEqualTo("NOBODY");
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("detail").asText()).isEqualTo("There is nobody");
        assertThat(problem.get("field").asText()).isEqualTo("name");
    }

    @Test
    void a_field_of_the_wrong_type_is_named_by_its_path() throws IOException {
        APIGatewayV2HTTPEvent query = asked(sample());
        query.setQueryStringParameters(Map.of("times", "many"));
        assertThat(json(call(query)).get("field").asText()).isEqualTo("$.times");
        APIGatewayV2HTTPEvent nested = sample();
        nested.setBody("{\"inner\":{\"deep\":1.5}}");
        APIGatewayV2HTTPResponse response = call(nested);
        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(json(response).get("field").asText()).isEqualTo("$.inner.deep");
    }

    @Test
    void what_is_not_one_bounded_object_is_refused() throws IOException {
        for (String body : new String[] {
            "[]",
            "null",
            "3",
            "{",
            "{} {}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
            "{\"a\":" + "9".repeat(100) + "}",
            "{\"a\":1e99999999999}"
        }) {
            APIGatewayV2HTTPEvent event = sample();
            event.setBody(body);
            APIGatewayV2HTTPResponse response = call(event);
            assertThat(response.getStatusCode()).as(body).isEqualTo(400);
            assertThat(json(response).get("code").asText()).isEqualTo("INVALID_JSON_OBJECT");
            assertThat(response.getBody()).doesNotContain("Source", "StreamReadFeature");
        }
        APIGatewayV2HTTPEvent large = sample();
        large.setBody("{\"a\":\"" + "x".repeat(Json.MAX_BYTES) + "\"}");
        assertThat(call(large).getStatusCode()).isEqualTo(413);
    }

    @Test
    void a_base64_body_counts_by_its_bytes_and_a_missing_one_reads_as_empty() throws IOException {
        APIGatewayV2HTTPEvent encoded = sample();
        encoded.setBody(Base64.getEncoder().encodeToString("{\"times\":3}".getBytes(StandardCharsets.UTF_8)));
        encoded.setIsBase64Encoded(true);
        encoded.setQueryStringParameters(null);
        assertThat(json(call(encoded)).get("greeting").asText()).isEqualTo("hello hello hello ada");
        APIGatewayV2HTTPEvent empty = sample();
        empty.setBody(null);
        assertThat(call(empty).getStatusCode()).isEqualTo(200);
    }

    @Test
    void an_unexpected_failure_says_nothing_of_itself() throws IOException {
        APIGatewayV2HTTPEvent event = sample();
        event.setPathParameters(Map.of("name", "bug"));
        APIGatewayV2HTTPResponse response = call(event);
        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(response.getBody()).doesNotContain("secret detail").doesNotContain("IllegalState");
    }

    @Test
    void a_request_id_that_is_not_well_formed_gives_way_to_the_gateway_s() throws IOException {
        APIGatewayV2HTTPEvent event = sample();
        event.setHeaders(Map.of("x-request-id", "a\r\nSet-Cookie: x"));
        assertThat(call(event).getHeaders()).containsEntry("X-Request-Id", "JKJaXmPLvHcESHA=");
    }

    @Test
    void before_a_snapshot_the_sample_event_runs_as_priming() throws Exception {
        endpoint.beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertThat(endpoint.primed).isEqualTo(1);
        assertThat(Priming.active()).isFalse();
    }

    private APIGatewayV2HTTPResponse call(APIGatewayV2HTTPEvent event) {
        return endpoint.handleRequest(event, new PrimingContext("test"));
    }

    private static APIGatewayV2HTTPEvent sample() throws IOException {
        return SampleEvents.of(PostGreeting.class);
    }

    private static JsonNode json(APIGatewayV2HTTPResponse response) throws IOException {
        return Json.tree(response.getBody().getBytes(StandardCharsets.UTF_8));
    }
}
