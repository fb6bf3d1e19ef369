package io.lotabots.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Endpoint;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What holds for every endpoint and its sample event. A test that inherits it has a static method {@code endpoints} with
 * the classes.
 */
public abstract class SampleEventContract {
    /** The service's stores over a transport. */
    protected abstract Aws over(SdkHttpClient transport);

    /** The status with which an operator's endpoint refuses strangers. */
    protected int refusal(Class<?> type) {
        return 401;
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void every_endpoint_has_a_sample_event_of_its_own_route(Class<?> type) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        String[] route = event.getRouteKey().split(" ", 2);
        StringBuilder name =
                new StringBuilder(route[0].charAt(0) + route[0].substring(1).toLowerCase(Locale.ROOT));
        for (String part : route[1].split("[/_.-]|\\{[a-z_]+}", 0)) {
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
        Endpoints.of(type, over(transport)).beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertThat(transport.asked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void an_empty_store_answers_every_sample_without_a_failure(Class<?> type) {
        Endpoint<?, ?> endpoint = Endpoints.of(type, over(MemoryTransport.empty()));
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        APIGatewayV2HTTPResponse response = Endpoints.send(endpoint, event);
        assertThat(response.getStatusCode()).as(response.getBody()).isBetween(200, 499);
        // A token, a password or a secret that no store knows opens nothing, as is right.
        if (!event.getHeaders().containsKey("authorization") && !showsSecret(event)) {
            assertThat(response.getStatusCode()).as(response.getBody()).isNotEqualTo(401);
        }
        assertThat(response.getBody()).doesNotContain("INVALID_FIELD");
    }

    private static boolean showsSecret(APIGatewayV2HTTPEvent event) {
        String body = String.valueOf(event.getBody());
        return body.contains("\"password\"") || body.contains("\"credential\"") || body.contains("client_secret=");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void the_read_key_opens_what_changes_nothing_and_nothing_else(Class<?> type) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        if (!event.getHeaders().containsKey("x-admin-key")) {
            return;
        }
        event.getHeaders().put("x-admin-key", MemoryTransport.READ_KEY);
        APIGatewayV2HTTPResponse response = Endpoints.send(Endpoints.of(type, over(MemoryTransport.empty())), event);
        if (type.getSimpleName().startsWith("Get")) {
            assertThat(response.getStatusCode()).as(response.getBody()).isIn(200, 404);
        } else {
            assertThat(response.getStatusCode()).as(response.getBody()).isIn(401, 403);
            assertThat(Endpoints.json(response).path("reason").textValue()).isEqualTo("admin_required");
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void an_operators_endpoint_refuses_strangers_before_it_reads_what_they_send(Class<?> type) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        if (!event.getHeaders().containsKey("x-admin-key")) {
            return;
        }
        event.getHeaders().put("x-admin-key", "1".repeat(64));
        event.setBody("not JSON");
        APIGatewayV2HTTPResponse response = Endpoints.send(Endpoints.of(type, over(MemoryTransport.empty())), event);
        assertThat(response.getStatusCode()).isEqualTo(refusal(type));
        assertThat(Endpoints.json(response).path("ok").booleanValue()).isFalse();
        assertThat(Endpoints.json(response).path("reason").textValue()).isEqualTo("admin_required");
    }
}
