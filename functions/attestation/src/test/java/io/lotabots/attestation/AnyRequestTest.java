package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.lotabots.platform.Endpoint;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever JSON is sent, an endpoint answers it or says what is wrong with it. */
class AnyRequestTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Class<?>, Endpoint<?, ?>> endpoints = new ConcurrentHashMap<>();

    @Property(tries = 1500)
    void any_json_object_is_answered_or_refused_but_never_a_failure(
            @ForAll("postEndpoints") Class<?> type, @ForAll("objects") Map<String, Object> fields) throws Exception {
        assertAnswered(type, JSON.writeValueAsString(fields));
    }

    @Property(tries = 1500)
    void a_sample_with_one_or_two_of_its_fields_replaced_is_never_a_failure(
            @ForAll("postEndpoints") Class<?> type,
            @ForAll @IntRange(max = 20) int first,
            @ForAll("twoValues") List<Object> values)
            throws Exception {
        Map<String, Object> body = new LinkedHashMap<>();
        JSON.readTree(Endpoints.sample(type).getBody()).properties().forEach(f -> body.put(f.getKey(), f.getValue()));
        List<String> names = List.copyOf(body.keySet());
        for (int i = 0; i < values.size(); i++) {
            body.put(names.get((first + i) % names.size()), values.get(i));
        }
        assertAnswered(type, JSON.writeValueAsString(body));
    }

    @Property(tries = 300)
    void any_text_as_body_is_never_a_failure(@ForAll("postEndpoints") Class<?> type, @ForAll String text) {
        assertAnswered(type, text);
    }

    @Property(tries = 600)
    void any_query_is_never_a_failure(
            @ForAll("getEndpoints") Class<?> type,
            @ForAll("queryNames") String name,
            @ForAll("queryValues") String value) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        event.setQueryStringParameters(Map.of(name, value));
        if (event.getPathParameters() != null) {
            event.setPathParameters(Map.of("miner_id", value));
        }
        assertThat(status(type, event)).isLessThan(500);
    }

    private void assertAnswered(Class<?> type, String body) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(type);
        event.setBody(body);
        assertThat(status(type, event))
                .as("%s to %s", body, type.getSimpleName())
                .isLessThan(500);
    }

    private int status(Class<?> type, APIGatewayV2HTTPEvent event) {
        Endpoint<?, ?> endpoint = endpoints.computeIfAbsent(type, t -> Service.endpoint(t, MemoryTransport.empty()));
        APIGatewayV2HTTPResponse response = Endpoints.send(endpoint, event);
        assertThat(Endpoints.json(response).isObject()).isTrue();
        return response.getStatusCode();
    }

    @Provide
    Arbitrary<Class<?>> postEndpoints() {
        return endpointsOf("POST ");
    }

    @Provide
    Arbitrary<Class<?>> getEndpoints() {
        return endpointsOf("GET ");
    }

    private static Arbitrary<Class<?>> endpointsOf(String method) {
        return Arbitraries.of(Service.endpoints().stream()
                .filter(type -> Endpoints.sample(type).getRouteKey().startsWith(method))
                .toList());
    }

    @Provide
    Arbitrary<List<Object>> twoValues() {
        return values(2).list().ofMinSize(1).ofMaxSize(2);
    }

    @Provide
    Arbitrary<String> queryNames() {
        return Arbitraries.of("limit", "offset", "miner_id", "miner", "status", "pubkey_hex", "x");
    }

    @Provide
    Arbitrary<String> queryValues() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.of("", "0", "1", "-1", "1000", "1001", "2147483648", "1e3", "99999999999999999999", "NaN"));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<String> names = Arbitraries.of(Service.endpoints().stream()
                .map(Endpoints::sample)
                .filter(event -> event.getBody() != null)
                .flatMap(event -> names(event.getBody()).stream())
                .distinct()
                .toList());
        return Arbitraries.maps(
                        Arbitraries.frequencyOf(
                                Tuple.of(9, names),
                                Tuple.of(1, Arbitraries.strings().ofMaxLength(8))),
                        values(3))
                .ofMaxSize(7);
    }

    private static List<String> names(String json) {
        try {
            List<String> names = new ArrayList<>();
            JSON.readTree(json).fieldNames().forEachRemaining(names::add);
            return names;
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> plain = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300).map(v -> (Object) v),
                Arbitraries.of(
                                "RTCf8b8b657afcb5406599fd9b0312f4327c4370e4b",
                                "name",
                                "",
                                "treasury",
                                "status",
                                "set",
                                "unpin",
                                "block",
                                "release",
                                "held",
                                "00:0c:29",
                                "0".repeat(64),
                                "0".repeat(128),
                                "a".repeat(129),
                                "<b>",
                                "\u0000")
                        .map(v -> (Object) v),
                Arbitraries.longs().map(v -> (Object) v),
                Arbitraries.integers().between(-2, 2).map(v -> (Object) v),
                Arbitraries.bigDecimals().map(v -> (Object) v),
                Arbitraries.of(new BigDecimal("1e400"), new BigDecimal("-1e-400"))
                        .map(v -> (Object) v),
                Arbitraries.of(true, false).map(v -> (Object) v),
                Arbitraries.just((Object) NullNode.instance));
        if (depth == 0) {
            return plain;
        }
        return Arbitraries.frequencyOf(
                Tuple.of(4, plain),
                Tuple.of(
                        1,
                        Arbitraries.lazy(() -> values(depth - 1))
                                .list()
                                .ofMaxSize(4)
                                .map(v -> (Object) v)),
                Tuple.of(
                        1,
                        Arbitraries.lazy(() -> Arbitraries.maps(
                                                Arbitraries.of(
                                                        "checks", "data", "macs", "slot", "miner", "cores", "cv", "x"),
                                                values(depth - 1))
                                        .ofMaxSize(4))
                                .map(v -> (Object) v)));
    }
}
