package io.lotabots.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.lotabots.platform.Endpoint;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleEventTest {
    static List<Class<?>> endpoints() {
        return Service.endpoints();
    }

    @Test
    void the_endpoints_are_found() {
        assertThat(endpoints())
                .hasSizeGreaterThanOrEqualTo(16)
                .contains(PostV1Attestations.class, PostV1Challenges.class);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void every_endpoint_has_a_sample_event_of_its_own_route(Class<?> type) {
        APIGatewayV2HTTPEvent event = Service.sample(type);
        String[] route = event.getRouteKey().split(" ");
        StringBuilder name =
                new StringBuilder(route[0].charAt(0) + route[0].substring(1).toLowerCase(Locale.ROOT));
        for (String part : route[1].split("[/._-]|\\{[a-z_]+}")) {
            name.append(part.isEmpty() ? "" : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        assertThat(name).hasToString(type.getSimpleName());
        assertThat(event.getVersion()).isEqualTo("2.0");
        assertThat(event.getRequestContext().getTimeEpoch()).isPositive();
        assertThat(event.getRequestContext().getHttp().getSourceIp()).isEqualTo("192.0.2.10");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void priming_runs_the_sample_without_asking_any_service(Class<?> type) throws Exception {
        MemoryTransport transport = MemoryTransport.empty();
        Service.endpoint(type, transport).beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertThat(transport.asked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void an_empty_store_answers_every_sample_without_a_failure(Class<?> type) {
        Endpoint<?, ?> endpoint = Service.endpoint(type, MemoryTransport.empty());
        APIGatewayV2HTTPResponse response = Service.send(endpoint, Service.sample(type));
        assertThat(response.getStatusCode()).as(response.getBody()).isBetween(200, 499);
        // A result that no store holds opens nothing, as is right.
        if (type != GetV1Resources.class && type != GetKbsV0Resource.class) {
            assertThat(response.getStatusCode()).as(response.getBody()).isNotEqualTo(401);
        }
        assertThat(response.getBody()).doesNotContain("INVALID_FIELD");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void the_read_key_opens_what_changes_nothing_and_nothing_else(Class<?> type) {
        APIGatewayV2HTTPEvent event = Service.sample(type);
        if (!event.getHeaders().containsKey("x-admin-key")) {
            return;
        }
        event.getHeaders().put("x-admin-key", MemoryTransport.READ_KEY);
        APIGatewayV2HTTPResponse response = Service.send(Service.endpoint(type, MemoryTransport.empty()), event);
        if (type.getSimpleName().startsWith("Get")) {
            assertThat(response.getStatusCode()).as(response.getBody()).isIn(200, 404);
        } else {
            assertThat(response.getStatusCode()).as(response.getBody()).isIn(401, 403);
            assertThat(Service.json(response).path("reason").textValue()).isEqualTo("admin_required");
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void an_operators_endpoint_refuses_strangers_before_it_reads_what_they_send(Class<?> type) {
        APIGatewayV2HTTPEvent event = Service.sample(type);
        if (!event.getHeaders().containsKey("x-admin-key")) {
            return;
        }
        event.getHeaders().put("x-admin-key", "1".repeat(64));
        event.setBody("not JSON");
        APIGatewayV2HTTPResponse response = Service.send(Service.endpoint(type, MemoryTransport.empty()), event);
        assertThat(response.getStatusCode()).isEqualTo(401);
        assertThat(Service.json(response).path("code").textValue()).isEqualTo("ADMIN_REQUIRED");
        assertThat(Service.json(response).path("reason").textValue()).isEqualTo("admin_required");
    }
}
