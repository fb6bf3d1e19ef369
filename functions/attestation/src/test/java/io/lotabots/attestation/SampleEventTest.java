package io.lotabots.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Endpoint;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.MemoryTransport;
import io.lotabots.testing.SampleEventContract;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

class SampleEventTest extends SampleEventContract {
    static List<Class<?>> endpoints() {
        return Service.endpoints();
    }

    @Test
    void the_endpoints_are_found() {
        assertThat(endpoints()).hasSizeGreaterThanOrEqualTo(25).contains(GetEpoch.class, PostAttestSubmit.class);
    }

    @Override
    protected Aws over(SdkHttpClient transport) {
        return Service.over(transport);
    }

    @Override
    protected int refusal(Class<?> type) {
        return type == PostMinerHeaderkey.class ? 403 : super.refusal(type);
    }

    @Test
    void the_sample_submission_is_signed_and_goes_all_the_way() {
        Endpoint<?, ?> endpoint = Service.endpoint(PostAttestSubmit.class, MemoryTransport.empty());
        APIGatewayV2HTTPResponse response = Endpoints.send(endpoint, Endpoints.sample(PostAttestSubmit.class));
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
        assertThat(Endpoints.json(response).path("fingerprint_passed").booleanValue())
                .as(response.getBody())
                .isTrue();
        assertThat(Endpoints.json(response).path("weight").doubleValue()).isEqualTo(0.8);
    }
}
