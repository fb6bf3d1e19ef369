package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetApiMinersTest {
    /** When the sample event was sent. */
    private static final long NOW = 1_795_234_320L;

    private static APIGatewayV2HTTPResponse ask(MemoryTransport transport, Map<String, String> query) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(GetApiMiners.class);
        event.setQueryStringParameters(query);
        return Endpoints.send(Service.endpoint(GetApiMiners.class, transport), event);
    }

    @Test
    void a_page_tells_where_it_stands_in_the_list() {
        MemoryTables tables = new MemoryTables();
        for (String miner : List.of("a", "b", "c")) {
            tables.attests(Machines.of(miner, NOW - 5));
        }
        APIGatewayV2HTTPResponse response = ask(tables.transport(), Map.of("limit", "2", "offset", "1"));
        JsonNode answer = Endpoints.json(response);
        assertThat(answer.path("miners").findValuesAsText("miner")).containsExactly("b", "c");
        assertThat(answer.path("pagination"))
                .hasToString("{\"count\":2,\"limit\":2,\"offset\":1,\"total\":3,\"total_enrolled\":0}");
        assertThat(response.getHeaders())
                .containsEntry("X-Total-Count", "3")
                .containsEntry("X-Page-Limit", "2")
                .containsEntry("X-Page-Offset", "1")
                .containsEntry("X-RateLimit-Limit", "100")
                .containsEntry("X-RateLimit-Remaining", "99")
                .containsEntry("X-RateLimit-Reset", "1795234380");
    }

    @Test
    void a_row_has_the_fields_that_clients_read() {
        APIGatewayV2HTTPResponse response =
                ask(new MemoryTables().attests(Machines.of("a", NOW - 5)).transport(), Map.of());
        assertThat(Endpoints.json(response).path("miners").get(0))
                .hasToString("{\"antiquity_multiplier\":2.5,\"device_arch\":\"G4\",\"device_family\":\"PowerPC\","
                        + "\"entropy_score\":0.9,\"first_attest\":1795233715,\"hardware_tier\":\"fingerprint\","
                        + "\"hardware_type\":\"PowerPC G4 (Vintage)\",\"hw_weight\":2.5,"
                        + "\"last_attest\":1795234315,\"last_seen\":1795234315,\"miner\":\"a\",\"miner_id\":\"a\","
                        + "\"multiplier\":2.5,\"weight\":1.75}");
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,1001", "limit,ten", "limit,1.5", "offset,-1", "offset,99999999999999999999"})
    void a_bad_page_is_refused_by_field_range_and_what_was_got(String field, String value) {
        APIGatewayV2HTTPResponse response = ask(MemoryTransport.empty(), Map.of(field, value));
        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(Endpoints.json(response).path("ok").booleanValue()).isFalse();
        assertThat(Endpoints.json(response).path("error").textValue())
                .startsWith(field + " must be a whole number from ")
                .endsWith("got '" + value + "'");
    }

    @Test
    void an_address_that_asks_too_often_is_told_when_to_come_back() {
        MemoryTransport full = new MemoryTransport((operation, _) -> operation.equals("UpdateItem")
                ? "!{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"}"
                : "{}");
        APIGatewayV2HTTPResponse response = ask(full, Map.of());
        assertThat(response.getStatusCode()).isEqualTo(429);
        assertThat(Endpoints.json(response).path("error").textValue()).isEqualTo("rate_limited");
        assertThat(Endpoints.json(response).path("limit").textValue()).isEqualTo("100/60s");
        assertThat(response.getHeaders())
                .containsEntry("Retry-After", "60")
                .containsEntry("X-RateLimit-Remaining", "0");
    }
}
