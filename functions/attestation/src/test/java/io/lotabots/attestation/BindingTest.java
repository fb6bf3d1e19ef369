package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of a request becomes its fields. */
class BindingTest {
    @Test
    void a_query_never_stands_in_for_a_field_of_a_body_that_may_be_signed() {
        APIGatewayV2HTTPEvent event = Service.sample(PostAttestSubmit.class);
        APIGatewayV2HTTPResponse plain = submit(event);
        event.setQueryStringParameters(Map.of("miner", "somebody-else", "nonce", "0".repeat(64)));
        APIGatewayV2HTTPResponse withQuery = submit(event);
        assertThat(plain.getStatusCode()).as(plain.getBody()).isEqualTo(200);
        assertThat(withQuery.getBody()).isEqualTo(plain.getBody());
    }

    private static APIGatewayV2HTTPResponse submit(APIGatewayV2HTTPEvent event) {
        return Service.send(Service.endpoint(PostAttestSubmit.class, MemoryTransport.empty()), event);
    }
}
