package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.Environments;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;

/** The service as its stack configures it, over a transport of the test's. */
final class Service {
    private Service() {}

    static Aws over(SdkHttpClient transport) {
        return Aws.of(
                Environments.of(
                        Map.of("STAGE", "test", "SECRET_KEY_PEPPER", "key-pepper"),
                        List.of("ORGANIZATION_REQUESTS_PER_MINUTE"),
                        List.of(
                                "LIMITS",
                                "ACCOUNT_SESSIONS",
                                "API_KEYS",
                                "SIGNING_KEYS",
                                "ORGANIZATIONS",
                                "ORGANIZATION_INDEX",
                                "MEMBERSHIPS",
                                "AUDIT")),
                () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        return Endpoints.beside(PostApiV1Orgs.class);
    }
}
