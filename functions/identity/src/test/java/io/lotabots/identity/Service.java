package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import io.lotabots.testing.Endpoints;
import io.lotabots.testing.Environments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;

/** The service as its stack configures it, over a transport of the test's. */
final class Service {
    private Service() {}

    static Env env() {
        return env(Map.of());
    }

    /** @param more settings in place of the usual ones */
    static Env env(Map<String, String> more) {
        Map<String, String> own = new HashMap<>(Map.ofEntries(
                Map.entry("STAGE", "test"),
                Map.entry("ACCESS_TOKEN_SECONDS", "900"),
                Map.entry("WALLET_TOKEN_SECONDS", "259200"),
                Map.entry("REFRESH_IDLE_SECONDS", "604800"),
                Map.entry("REFRESH_ABSOLUTE_SECONDS", "2592000"),
                Map.entry("NONCE_SECONDS", "300"),
                Map.entry("NONCE_SIGN_IN", "true"),
                Map.entry("SIGN_IN_CHAINS", "1,31337"),
                Map.entry("SECRET_TOKEN_KEYS", "token-keys"),
                Map.entry("SECRET_SESSION_KEY", "session-key"),
                Map.entry("SECRET_KEY_PEPPER", "key-pepper")));
        own.putAll(Map.of(
                "PASSWORD_COST", "10",
                "PASSKEY_DOMAIN", "localhost",
                "PASSKEY_ORIGINS", "http://localhost:3000",
                "REGISTRATIONS_PER_ADDRESS_PER_HOUR", "20",
                "SECRET_PASSWORD_PEPPER", "password-pepper",
                "SECRET_SEAL_KEY", "seal-key",
                "BUS_MAIL", "mail"));
        own.putAll(more);
        return Environments.of(
                own,
                List.of("SIGN_INS_PER_ADDRESS_PER_MINUTE", "ACCOUNT_REQUESTS_PER_MINUTE", "ADMIN_REQUESTS_PER_MINUTE"),
                List.of(
                        "LIMITS",
                        "ACCOUNT_SESSIONS",
                        "API_KEYS",
                        "ACCOUNTS",
                        "NONCES",
                        "WAITLIST",
                        "SIGNING_KEYS",
                        "NAMES",
                        "CREDENTIALS",
                        "CLIENTS",
                        "ORGANIZATIONS",
                        "ORGANIZATION_INDEX",
                        "AUDIT"));
    }

    static Aws over(SdkHttpClient transport) {
        return Aws.of(env(), () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        return Endpoints.beside(PostV1AuthRefresh.class);
    }
}
