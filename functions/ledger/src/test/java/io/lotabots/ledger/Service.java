package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.Environments;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;

/** The service as its stack configures it, over a transport of the test's. */
final class Service {
    private Service() {}

    static Env env() {
        return Environments.of(
                Map.of(
                        "GRACE_SECONDS", "30",
                        "CONFIRMATION_SECONDS", "86400",
                        "VOTING_SECONDS", "604800",
                        "BUCKET_ARCHIVE", "archive",
                        "SECRET_LEDGER_KEY", "ledger-key"),
                List.of(
                        "TRANSFERS_PER_ADDRESS_PER_MINUTE",
                        "VOTES_PER_ADDRESS_PER_MINUTE",
                        "ADMIN_REQUESTS_PER_MINUTE",
                        "LIST_REQUESTS_PER_MINUTE"),
                List.of(
                        "LIMITS",
                        "MINERS",
                        "ENROLMENTS",
                        "EPOCHS",
                        "PAGES",
                        "WALLETS",
                        "SLOTS",
                        "TRANSFERS",
                        "DUE",
                        "JOURNAL",
                        "ACTIVITY",
                        "PROPOSALS",
                        "VOTES"));
    }

    static Aws over(SdkHttpClient transport) {
        return Aws.of(env(), () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        return Endpoints.beside(GetWalletBalance.class);
    }

    static Endpoint<?, ?> endpoint(Class<?> type, SdkHttpClient transport) {
        return Endpoints.of(type, over(transport));
    }
}
