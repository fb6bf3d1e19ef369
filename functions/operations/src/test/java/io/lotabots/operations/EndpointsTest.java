package io.lotabots.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.PrimingContext;
import io.lotabots.platform.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private static List<Endpoint<?, ?>> all(Aws aws) {
        return List.of(
                new GetHealth(aws),
                new GetReady(aws),
                new GetOpsReadiness(aws),
                new GetApiStats(aws),
                new GetApiNodes(aws),
                new GetNetworkInfo(aws),
                new GetMetrics(aws),
                new GetMetricsMac(Env.of(Stores.environment())),
                new GetOpenapiJson(),
                new GetWellKnownJwksJson(aws),
                new PostApiMine());
    }

    private static APIGatewayV2HTTPResponse ask(Endpoint<?, ?> endpoint, APIGatewayV2HTTPEvent event) {
        return endpoint.handleRequest(
                event, new PrimingContext(endpoint.getClass().getSimpleName()));
    }

    private static APIGatewayV2HTTPResponse ask(Endpoint<?, ?> endpoint) throws IOException {
        return ask(endpoint, SampleEvents.of(endpoint.getClass()));
    }

    private static JsonNode json(APIGatewayV2HTTPResponse response) throws IOException {
        return Json.MAPPER.readTree(response.getBody());
    }

    @Test
    void every_endpoint_has_a_sample_event_of_its_own_route() throws IOException {
        for (Endpoint<?, ?> endpoint : all(Stores.noting(new ArrayList<>()))) {
            String[] route = SampleEvents.of(endpoint.getClass()).getRouteKey().split(" ", -1);
            StringBuilder name =
                    new StringBuilder(route[0].charAt(0) + route[0].substring(1).toLowerCase(Locale.ROOT));
            for (String word : route[1].replaceFirst("^[/.]+", "").split("[/_.-]", -1)) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
            assertThat(name.toString()).isEqualTo(endpoint.getClass().getSimpleName());
        }
    }

    @Test
    void every_sample_event_belongs_to_an_endpoint() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../../events/operations"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(all(Stores.noting(new ArrayList<>())).stream()
                            .map(endpoint -> endpoint.getClass().getSimpleName())
                            .toList());
        }
    }

    @Test
    void priming_answers_every_sample_event_without_a_connection() throws Exception {
        List<String> wanted = new ArrayList<>();
        for (Endpoint<?, ?> endpoint : all(Stores.noting(wanted))) {
            endpoint.beforeCheckpoint(Core.getGlobalContext());
        }
        assertThat(wanted).isEmpty();
    }

    @Test
    void what_priming_found_is_not_kept() throws Exception {
        List<String> wanted = new ArrayList<>();
        GetHealth endpoint = new GetHealth(Stores.notingWithCredentials(wanted));
        endpoint.beforeCheckpoint(Core.getGlobalContext());
        assertThat(ask(endpoint).getStatusCode()).isEqualTo(503);
        assertThat(wanted).first().isEqualTo("DynamoDB_20120810.UpdateItem");
    }

    @Test
    void a_database_that_does_not_answer_makes_health_say_so() throws IOException {
        APIGatewayV2HTTPResponse response = ask(new GetHealth(Stores.unreachable()));
        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(json(response)).isEqualTo(Json.MAPPER.readTree("""
            {"ok":false,"status":"unwell","version":"2.2.1-lotabots","uptime_s":null,"db_rw":false,
             "backup_age_hours":null,"tip_age_slots":null,"stale_collateral":null,"failed_collateral":null}\
            """));
    }

    @Test
    void a_database_that_does_not_answer_is_not_ready() throws IOException {
        APIGatewayV2HTTPResponse ready = ask(new GetReady(Stores.unreachable()));
        assertThat(ready.getStatusCode()).isEqualTo(503);
        assertThat(ready.getBody()).isEqualTo("{\"ready\":false,\"version\":\"2.2.1-lotabots\"}\n");
    }

    @Test
    void metrics_answer_even_when_the_database_does_not() throws IOException {
        APIGatewayV2HTTPResponse metrics = ask(new GetMetrics(Stores.unreachable()));
        assertThat(metrics.getStatusCode()).isEqualTo(200);
        assertThat(metrics.getHeaders()).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.getBody()).contains("\nrustchain_db_rw 0\n").doesNotContain("enrolled");
    }

    @Test
    void a_readiness_check_of_an_unknown_key_fails_closed() throws IOException {
        APIGatewayV2HTTPResponse response = ask(new GetOpsReadiness(Stores.unreachable()));
        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(response.getBody()).doesNotContain("checks");
    }

    @Test
    void nodes_hide_private_addresses_from_who_shows_no_key() throws IOException {
        JsonNode answer = json(ask(new GetApiNodes(Stores.unreachable())));
        assertThat(answer.get("total").asInt()).isEqualTo(2);
        assertThat(answer.get("count").asInt()).isEqualTo(2);
        assertThat(answer.at("/nodes/0/url").asText()).isEqualTo("https://node.example.org");
        assertThat(answer.at("/nodes/1/url").isNull()).isTrue();
        assertThat(answer.toString()).doesNotContain("10.1.2.3");
    }

    @Test
    void a_wrong_page_is_the_callers_mistake_and_unknown_parameters_are_none() throws IOException {
        GetApiNodes nodes = new GetApiNodes(Stores.unreachable());
        APIGatewayV2HTTPEvent event = SampleEvents.of(GetApiNodes.class);
        event.setQueryStringParameters(Map.of("limit", "1e3", "colour", "red"));
        APIGatewayV2HTTPResponse refused = ask(nodes, event);
        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(json(refused).get("message").asText())
                .isEqualTo("limit must be a whole number from 1 to 50, got: 1e3");
        event.setQueryStringParameters(Map.of("limit", "1", "colour", "red"));
        assertThat(ask(nodes, event).getStatusCode()).isEqualTo(200);
    }

    @Test
    void the_description_is_the_one_of_the_repository() throws IOException {
        APIGatewayV2HTTPResponse response = ask(new GetOpenapiJson());
        assertThat(response.getBody()).isEqualTo(Files.readString(Path.of("../../docs/openapi.json")));
        assertThat(json(response).at("/paths/~1health/get").isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"miner\":\"m\"}", "not json", "[1]", "null"})
    void mining_by_proof_of_work_is_gone_whatever_is_sent(String body) throws IOException {
        APIGatewayV2HTTPEvent event = SampleEvents.of(PostApiMine.class);
        event.setBody(body);
        APIGatewayV2HTTPResponse response = ask(new PostApiMine(), event);
        assertThat(response.getStatusCode()).isEqualTo(410);
        JsonNode gone = json(response);
        assertThat(gone.get("error").asText()).isEqualTo("API v1 removed");
        assertThat(gone.get("version").asText()).isEqualTo("v2.2.1");
        assertThat(gone.get("new_endpoints").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("eligibility", "enroll", "submit");
    }

    @Test
    void a_chain_is_the_main_net_when_its_name_says_so() {
        assertThat(GetNetworkInfo.network("rustchain-mainnet-v2")).isEqualTo("mainnet");
        assertThat(GetNetworkInfo.network("lotabots-dev")).isEqualTo("testnet");
    }
}
