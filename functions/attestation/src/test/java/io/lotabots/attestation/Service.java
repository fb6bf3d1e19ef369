package io.lotabots.attestation;

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
                Map.ofEntries(
                        Map.entry("ATTEST_ENFORCE_MODE", "log_only"),
                        Map.entry("REQUIRE_MAC", "true"),
                        Map.entry("CHALLENGE_SECONDS", "300"),
                        Map.entry("TICKET_SECONDS", "600"),
                        Map.entry("FINGERPRINT_REPLAY_SECONDS", "300"),
                        Map.entry("ENTROPY_REPLAY_SECONDS", "3600"),
                        Map.entry("HEADER_FUTURE_SLOTS", "10"),
                        Map.entry("HEADER_PAST_SLOTS", "144"),
                        Map.entry("VIRTUAL_HARDWARE_WEIGHT", "0"),
                        Map.entry("AFFIRMING_FACTOR", "1500"),
                        Map.entry("VIRTUAL_TPM_FACTOR", "1250"),
                        Map.entry("CONFIDENTIAL_VM_WEIGHT", "0"),
                        Map.entry("GRACE_SECONDS", "600"),
                        Map.entry("BUCKET_ROTATIONS", "rotations"),
                        Map.entry("SECRET_PLATFORM_KEYS", "platform-keys")),
                List.of(
                        "SUBMISSIONS_PER_HARDWARE_PER_HOUR",
                        "MINERS_PER_ADDRESS_PER_HOUR",
                        "CHALLENGES_PER_ADDRESS_PER_MINUTE",
                        "ADMIN_REQUESTS_PER_MINUTE",
                        "LIST_REQUESTS_PER_MINUTE"),
                List.of(
                        "LIMITS",
                        "MINERS",
                        "HARDWARE",
                        "CHALLENGES",
                        "PROFILES",
                        "ENROLMENTS",
                        "COUNTERS",
                        "PRESENCE",
                        "HEADERS",
                        "DENIALS",
                        "HOLDS"));
    }

    static Aws over(SdkHttpClient transport) {
        return Aws.of(env(), () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        return Endpoints.beside(GetEpoch.class);
    }

    static Endpoint<?, ?> endpoint(Class<?> type, SdkHttpClient transport) {
        return Endpoints.of(type, over(transport));
    }
}
