package io.lotabots.identity;

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
        assertThat(endpoints()).contains(PostV1AuthRefresh.class, DeleteV1AuthSessions.class);
    }

    @Override
    protected Aws over(SdkHttpClient transport) {
        return Service.over(transport);
    }
}
