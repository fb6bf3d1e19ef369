package io.lotabots.attestation;

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
        Map<String, String> values = new HashMap<>(Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "sample",
                "AWS_SECRET_ACCESS_KEY", "sample",
                "CHAIN_ID", "rustchain-mainnet-v2",
                "GENESIS_EPOCH_SECOND", "1764706927",
                "SLOT_SECONDS", "600",
                "SLOTS_PER_EPOCH", "144",
                "EPOCH_POT_MICRO_RTC", "1500000",
                "ATTEST_ENFORCE_MODE", "log_only",
                "REQUIRE_MAC", "true"));
        values.putAll(Map.of(
                "CHALLENGE_SECONDS", "300",
                "TICKET_SECONDS", "600",
                "FINGERPRINT_REPLAY_SECONDS", "300",
                "ENTROPY_REPLAY_SECONDS", "3600",
                "HEADER_FUTURE_SLOTS", "10",
                "HEADER_PAST_SLOTS", "144",
                "VIRTUAL_HARDWARE_WEIGHT", "0",
                "GRACE_SECONDS", "600"));
        values.putAll(Map.of("AFFIRMING_FACTOR", "1500", "VIRTUAL_TPM_FACTOR", "1250", "CONFIDENTIAL_VM_WEIGHT", "0"));
        for (String limit : List.of(
                "SUBMISSIONS_PER_HARDWARE_PER_HOUR",
                "MINERS_PER_ADDRESS_PER_HOUR",
                "CHALLENGES_PER_ADDRESS_PER_MINUTE",
                "ADMIN_REQUESTS_PER_MINUTE",
                "LIST_REQUESTS_PER_MINUTE")) {
            values.put(limit, "100");
        }
        for (String table : List.of(
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
                "HOLDS")) {
            values.put("TABLE_" + table, table.toLowerCase(java.util.Locale.ROOT));
        }
        values.put("BUCKET_ROTATIONS", "rotations");
        values.put("SECRET_ADMIN_KEY", "admin-key");
        values.put("SECRET_ADMIN_READ_KEY", "admin-read-key");
        values.put("SECRET_PLATFORM_KEYS", "platform-keys");
        return Env.of(values);
    }

    static Aws over(SdkHttpClient transport) {
        return Aws.of(env(), () -> transport);
    }

    /** Every endpoint class of the service, by name. */
    static List<Class<?>> endpoints() {
        try {
            Path root = Path.of(GetEpoch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve("io/lotabots/attestation"))) {
                return files.map(f -> f.getFileName().toString())
                        .filter(f -> f.endsWith(".class") && !f.contains("$"))
                        .map(f -> "io.lotabots.attestation." + f.substring(0, f.length() - ".class".length()))
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
