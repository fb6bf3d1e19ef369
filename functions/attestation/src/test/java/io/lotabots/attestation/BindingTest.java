package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request becomes its fields. */
class BindingTest {
    @Test
    void a_query_never_stands_in_for_a_field_of_a_body_that_may_be_signed() {
        APIGatewayV2HTTPEvent event = Endpoints.sample(PostAttestSubmit.class);
        APIGatewayV2HTTPResponse plain = submit(event);
        event.setQueryStringParameters(Map.of("miner", "somebody-else", "nonce", "0".repeat(64)));
        APIGatewayV2HTTPResponse withQuery = submit(event);
        assertThat(plain.getStatusCode()).as(plain.getBody()).isEqualTo(200);
        assertThat(withQuery.getBody()).isEqualTo(plain.getBody());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "0.000e-2147483647", "-1.5e-2147483648"})
    void a_number_beyond_all_exponents_is_refused_as_unreadable(String number) {
        APIGatewayV2HTTPEvent event = Endpoints.sample(PostAttestSubmit.class);
        event.setBody("{\"miner\":\"m\",\"device\":{\"cores\":" + number + "}}");
        APIGatewayV2HTTPResponse answer = submit(event);
        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(Endpoints.json(answer).path("code").textValue()).isEqualTo("INVALID_JSON_OBJECT");
    }

    private static APIGatewayV2HTTPResponse submit(APIGatewayV2HTTPEvent event) {
        return Endpoints.send(Service.endpoint(PostAttestSubmit.class, MemoryTransport.empty()), event);
    }
}
