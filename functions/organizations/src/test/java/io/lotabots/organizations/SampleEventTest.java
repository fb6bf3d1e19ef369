package io.lotabots.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.aws.Aws;
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
        assertThat(endpoints()).hasSizeGreaterThanOrEqualTo(40).contains(PostApiV1Orgs.class, GetApiV1Models.class);
    }

    @Override
    protected Aws over(SdkHttpClient transport) {
        return Service.over(transport);
    }
}
