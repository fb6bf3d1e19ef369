package io.lotabots.ledger;

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
        assertThat(endpoints())
                .hasSizeGreaterThanOrEqualTo(30)
                .contains(GetWalletBalance.class, PostWalletTransferSigned.class);
    }

    @Override
    protected Aws over(SdkHttpClient transport) {
        return Service.over(transport);
    }

    @Test
    void the_sample_transfer_is_signed_and_only_wants_money() {
        Endpoint<?, ?> endpoint = Service.endpoint(PostWalletTransferSigned.class, MemoryTransport.empty());
        APIGatewayV2HTTPResponse response = Endpoints.send(endpoint, Endpoints.sample(PostWalletTransferSigned.class));
        assertThat(Endpoints.json(response).path("error").textValue()).isEqualTo("Insufficient available balance");
    }

    @Test
    void the_sample_proposal_is_signed_and_only_wants_money_and_the_sample_vote_a_proposal() {
        Endpoint<?, ?> propose = Service.endpoint(PostGovernancePropose.class, MemoryTransport.empty());
        APIGatewayV2HTTPResponse poor = Endpoints.send(propose, Endpoints.sample(PostGovernancePropose.class));
        assertThat(Endpoints.json(poor).path("code").textValue()).isEqualTo("INSUFFICIENT_BALANCE_TO_PROPOSE");
        Endpoint<?, ?> vote = Service.endpoint(PostGovernanceVote.class, MemoryTransport.empty());
        APIGatewayV2HTTPResponse none = Endpoints.send(vote, Endpoints.sample(PostGovernanceVote.class));
        assertThat(Endpoints.json(none).path("code").textValue()).isEqualTo("PROPOSAL_NOT_FOUND");
    }
}
