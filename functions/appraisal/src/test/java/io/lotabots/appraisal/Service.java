package io.lotabots.appraisal;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;

/** The service as its stack configures it, over a transport of the test's. */
final class Service {
    private static final JsonMapper JSON = new JsonMapper();

    private Service() {}

    static Env env() {
        return env(Map.of());
    }

    /** @param more settings in place of the usual ones */
    static Env env(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "sample",
                "AWS_SECRET_ACCESS_KEY", "sample",
                "CHALLENGE_SECONDS", "300",
                "RESULT_SECONDS", "900",
                "OPERATOR_ANCHORS", "true"));
        for (String limit :
                List.of("CHALLENGES_PER_ADDRESS_PER_MINUTE", "ADMIN_REQUESTS_PER_MINUTE", "LIST_REQUESTS_PER_MINUTE")) {
            values.put(limit, "100");
        }
        for (String table : List.of(
                "LIMITS",
                "MINERS",
                "SESSIONS",
                "RESULTS",
                "DEVICES",
                "POLICIES",
                "REFERENCE_VALUES",
                "ANCHORS",
                "COLLATERAL_INDEX",
                "RESOURCES",
                "SIGNING_KEYS")) {
            values.put("TABLE_" + table, table.toLowerCase(java.util.Locale.ROOT));
        }
        values.put("BUCKET_EVIDENCE", "evidence");
        values.put("BUCKET_COLLATERAL", "collateral");
        values.put("SECRET_ADMIN_KEY", "admin-key");
        values.put("SECRET_ADMIN_READ_KEY", "admin-read-key");
        values.put("SECRET_APPRAISAL_KEY", "appraisal-key");
        values.put("SECRET_VAULT_KEY", "vault-key");
        values.put("TABLE_HEALTH", "health");
        for (String vendor : List.of("AMD_KDS_URL", "INTEL_PCS_URL", "INTEL_CERTIFICATES_URL", "ANDROID_STATUS_URL")) {
            values.put(vendor, "");
        }
        values.putAll(more);
        return Env.of(values);
    }

    static Aws over(SdkHttpClient transport) {
        return Aws.of(env(), () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        try {
            Path root = Path.of(PostV1Attestations.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve("io/lotabots/appraisal"))) {
                return files.map(f -> f.getFileName().toString())
                        .filter(f -> f.endsWith(".class") && !f.contains("$"))
                        .map(f -> "io.lotabots.appraisal." + f.substring(0, f.length() - ".class".length()))
                        .sorted()
                        .<Class<?>>map(Service::load)
                        .filter(Endpoint.class::isAssignableFrom)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static Endpoint<?, ?> endpoint(Class<?> type, SdkHttpClient transport) {
        try {
            return (Endpoint<?, ?>) type.getDeclaredConstructor(Aws.class).newInstance(over(transport));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no constructor that takes Aws", e);
        }
    }

    static APIGatewayV2HTTPEvent sample(Class<?> type) {
        try {
            return SampleEvents.of(type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static APIGatewayV2HTTPResponse send(Endpoint<?, ?> endpoint, APIGatewayV2HTTPEvent event) {
        return endpoint.handleRequest(event, context());
    }

    static JsonNode json(APIGatewayV2HTTPResponse response) {
        try {
            return JSON.readTree(response.getBody());
        } catch (IOException e) {
            throw new UncheckedIOException(response.getBody(), e);
        }
    }

    /** An invocation that nobody asks about: numbers are 0 and texts are absent. */
    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Service.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, _) -> method.getReturnType() == int.class
                        ? 0
                        : method.getReturnType() == String.class ? "test" : null);
    }
}
