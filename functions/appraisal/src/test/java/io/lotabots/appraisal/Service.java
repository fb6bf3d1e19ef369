package io.lotabots.appraisal;

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
        Map<String, String> own = new HashMap<>(Map.of(
                "CHALLENGE_SECONDS", "300",
                "RESULT_SECONDS", "900",
                "OPERATOR_ANCHORS", "true",
                "BUCKET_EVIDENCE", "evidence",
                "BUCKET_COLLATERAL", "collateral",
                "SECRET_APPRAISAL_KEY", "appraisal-key",
                "SECRET_VAULT_KEY", "vault-key"));
        for (String vendor : List.of(
                "AMD_KDS_URL",
                "INTEL_PCS_URL",
                "INTEL_CERTIFICATES_URL",
                "ANDROID_STATUS_URL",
                "NVIDIA_RIM_URL",
                "NVIDIA_OCSP_URL",
                "CRL_URLS")) {
            own.put(vendor, "");
        }
        own.putAll(more);
        return Environments.of(
                own,
                List.of("APPRAISALS_PER_ADDRESS_PER_MINUTE", "ADMIN_REQUESTS_PER_MINUTE", "LIST_REQUESTS_PER_MINUTE"),
                List.of(
                        "LIMITS",
                        "MINERS",
                        "SESSIONS",
                        "RESULTS",
                        "DEVICES",
                        "AGENTS",
                        "POLICIES",
                        "REFERENCE_VALUES",
                        "ANCHORS",
                        "COLLATERAL_INDEX",
                        "RESOURCES",
                        "SIGNING_KEYS",
                        "HEALTH"));
    }

    static Aws over(SdkHttpClient transport) {
        return Aws.of(env(), () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        return Endpoints.beside(PostV1Attestations.class);
    }
}
