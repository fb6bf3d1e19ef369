package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** Environments of a function under test. */
final class Stores {
    private Stores() {}

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION", "eu-central-1",
                "CHAIN_ID", "lotabots-dev",
                "GENESIS_EPOCH_SECOND", "1764706927",
                "SLOT_SECONDS", "600",
                "SLOTS_PER_EPOCH", "144",
                "EPOCH_POT_MICRO_RTC", "1500000",
                "ADMIN_REQUESTS_PER_MINUTE", "12",
                "REQUIRE_MAC", "true",
                "SECRET_ADMIN_KEY", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:admin-key",
                "NODES", "https://node.example.org,https://10.1.2.3"));
        environment.put(
                "SECRET_ADMIN_READ_KEY", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:admin-read-key");
        for (String table :
                new String[] {"CHAIN", "HEADERS", "HEALTH", "COUNTERS", "LIMITS", "SIGNING_KEYS", "EPOCHS"}) {
            environment.put("TABLE_" + table, "lotabots-dev-" + table.toLowerCase(Locale.ROOT));
        }
        return environment;
    }

    /** Services behind a port of this host on which nobody listens. */
    static Aws unreachable() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Map<String, String> environment = environment();
        for (String service : new String[] {"DYNAMODB", "SECRETS_MANAGER"}) {
            environment.put("AWS_ENDPOINT_URL_" + service, "http://127.0.0.1:" + free);
        }
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        return Aws.of(Env.of(environment));
    }

    /** Services over a transport that connects to nothing and notes which operations wanted to. */
    static Aws noting(List<String> operations) {
        return noting(operations, environment());
    }

    /** The same with credentials at hand. */
    static Aws notingWithCredentials(List<String> operations) {
        Map<String, String> environment = environment();
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        return noting(operations, environment);
    }

    private static Aws noting(List<String> operations, Map<String, String> environment) {
        return Aws.of(Env.of(environment), () -> new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                operations.add(request.httpRequest()
                        .firstMatchingHeader("X-Amz-Target")
                        .orElse("none"));
                throw new IllegalStateException("a connection was wanted");
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        });
    }
}
