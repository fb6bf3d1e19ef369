package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.Platform;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.lambda.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Functions once in a JVM of their own: some of each service, spread over its names, and all of them with
 * {@code -Dprocesses=all}; under the runtime interface client that Lambda runs it with: a missing class,
 * a hook that fails before the snapshot or a denied action shows here and not at the first deployment.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProcessModeTest {
    /** JVMs that start at once. */
    private static final int TOGETHER = 2;

    /** Most functions of a service that are started, for the time that each takes. */
    private static final int OF_A_SERVICE = 5;

    /**
     * The first two ran in processes of their own too, or the platform had not started; the third answers steps of a rotation
     * alone.
     */
    private static final Set<String> ON_DEPLOYMENT = Set.of("RecordChain", "OpenLedger", "RotateTokenKeys");

    @Test
    void functions_of_every_service_answer_their_sample_events_in_processes_of_their_own() throws Exception {
        try (Platform platform =
                        Platform.start(Node.options("dev", Node.temporary()).withMode(Functions.Mode.OWN_PROCESS));
                ExecutorService pool = Executors.newFixedThreadPool(TOGETHER)) {
            Map<String, LambdaFunction> sampled = new TreeMap<>();
            Map<String, Future<Outcome>> endpoints = new TreeMap<>();
            Map<String, Future<Outcome>> others = new TreeMap<>();
            for (LambdaFunction function : platform.functions()) {
                String name = simpleName(function);
                Path sample = sample(function);
                if (Files.exists(sample)) {
                    sampled.put(function.definition().handler(), function);
                } else if (!ON_DEPLOYMENT.contains(name)) {
                    byte[] event = happening(platform.clock().instant());
                    others.put(name, pool.submit(() -> once(function, event)));
                }
            }
            assertThat(sampled).hasSize(samples());
            for (LambdaFunction function : chosen(sampled)) {
                byte[] event = Files.readAllBytes(sample(function));
                endpoints.put(simpleName(function), pool.submit(() -> once(function, event)));
            }
            for (Map.Entry<String, Future<Outcome>> endpoint : endpoints.entrySet()) {
                wellFormed(endpoint.getKey(), endpoint.getValue().get());
            }
            assertThat(others)
                    .containsOnlyKeys(
                            "ArchiveAudit",
                            "Authorize",
                            "CloseEpoch",
                            "ConfirmDue",
                            "FetchCollateral",
                            "FreezeRotation",
                            "RecordBackupAge",
                            "SweepEnrolments");
            for (Map.Entry<String, Future<Outcome>> other : others.entrySet()) {
                Outcome outcome = other.getValue().get();
                assertThat(outcome.status())
                        .as(other.getKey() + " " + outcome.text())
                        .isEqualTo(Outcome.Status.OK);
            }
        }
    }

    /** All, or as many of each service as {@link #OF_A_SERVICE} says, evenly spread. */
    private static List<LambdaFunction> chosen(Map<String, LambdaFunction> sampled) {
        Map<String, List<LambdaFunction>> services = new TreeMap<>();
        sampled.forEach((handler, function) -> services.computeIfAbsent(
                        handler.substring(0, handler.lastIndexOf('.')), _ -> new ArrayList<>())
                .add(function));
        List<LambdaFunction> chosen = new ArrayList<>();
        for (List<LambdaFunction> all : services.values()) {
            int step = System.getProperty("processes", "").equals("all") ? 1 : Math.ceilDiv(all.size(), OF_A_SERVICE);
            for (int i = 0; i < all.size(); i += step) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }

    /** What schedules tell, and what AWS Backup tells of a table. */
    private static byte[] happening(Instant time) {
        return ("{\"time\":\"%1$s\",\"detail\":{\"state\":\"COMPLETED\",\"creationDate\":\"%1$s\","
                        + "\"resourceArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/lotabots-dev-other\"}}")
                .formatted(time)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Starts a process, asks it once and ends it. */
    private static Outcome once(LambdaFunction function, byte[] event) throws InterruptedException {
        try (function) {
            return function.invoke(event);
        }
    }

    private static void wellFormed(String name, Outcome outcome) throws IOException {
        assertThat(outcome.status()).as(name + " " + outcome.text()).isEqualTo(Outcome.Status.OK);
        JsonNode answer = Http.JSON.readTree(outcome.payload());
        int status = answer.path("statusCode").asInt();
        // A chain without a block header is not ready, and says so.
        boolean unready = name.equals("GetOpsReadiness") && status == 503;
        assertThat(unready || status >= 200 && status < 500)
                .as(name + " " + answer)
                .isTrue();
        assertThat(answer.path("headers").path("X-Request-Id").asText())
                .as(name)
                .isNotEmpty();
        assertThat(answer.path("isBase64Encoded").asBoolean()).as(name).isFalse();
        String body = answer.path("body").asText();
        assertThat(body).as(name).isNotEmpty();
        if (answer.path("headers").path("Content-Type").asText().contains("json")) {
            assertThat(Http.JSON.readTree(body).isObject())
                    .as(name + " " + body)
                    .isTrue();
        }
    }

    private static Path sample(LambdaFunction function) {
        String type = function.definition().handler().replaceFirst("::.*$", "");
        String service = type.replaceFirst("^io\\.lotabots\\.", "").replaceFirst("\\..*$", "");
        return Node.root().resolve("events").resolve(service).resolve(simpleName(function) + ".json");
    }

    private static String simpleName(LambdaFunction function) {
        return function.definition().handler().replaceFirst("::.*$", "").replaceFirst("^.*\\.", "");
    }

    private static int samples() throws IOException {
        List<Path> samples = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Node.root().resolve("events"))) {
            all.filter(file -> file.toString().endsWith(".json")).forEach(samples::add);
        }
        return samples.size();
    }
}
