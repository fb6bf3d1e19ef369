package io.lotabots.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.local.lambda.Outcome;
import io.lotabots.local.template.TemplateException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @TempDir
    private Path directory;

    @Test
    void a_taken_port_is_one_plain_line() throws Exception {
        Path assembly = fixture().function("EchoEvent").write();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Options options =
                    Options.inMemory(assembly, directory.resolve("data")).withPort(taken.getLocalPort());

            assertThatThrownBy(() -> Platform.start(options))
                    .isInstanceOf(StartException.class)
                    .hasMessage("port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken: stop what uses it, or choose another with --port");
        }
    }

    @Test
    void a_broken_template_is_one_plain_line() throws Exception {
        Path assembly = fixture().function("EchoEvent").write();
        Files.writeString(assembly.resolve("fixture.template.json"), "{\n\"Resources\": {,}\n}");

        assertThatThrownBy(() -> Platform.start(Options.inMemory(assembly, directory)))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("fixture.template.json: no valid JSON at line 2:")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_missing_assembly_is_one_plain_line() {
        assertThatThrownBy(() -> Platform.start(Options.inMemory(directory.resolve("none"), directory)))
                .isInstanceOf(TemplateException.class)
                .hasMessage("cannot read " + directory.resolve("none/manifest.json"));
    }

    @Test
    void a_custom_resource_that_refuses_ends_the_start_with_its_reason() throws Exception {
        Fixture fixture =
                custom("{\"Refuse\":\"slotSeconds is 600, not 1\",\"ServiceToken\":{\"Ref\":\"CreateAlias\"}}");

        assertThatThrownBy(fixture::start)
                .isInstanceOf(StartException.class)
                .hasMessage("stack fixture: Chain (Custom::Chain): slotSeconds is 600, not 1");
    }

    @Test
    void a_custom_resource_that_says_nothing_ends_the_start() throws Exception {
        Fixture fixture = custom("{\"Refuse\":\"silent\",\"ServiceToken\":{\"Ref\":\"CreateAlias\"}}");

        assertThatThrownBy(fixture::start)
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith("fixture-Create ended without an answer to CloudFormation");
    }

    @Test
    void a_custom_resource_that_succeeds_lets_the_platform_start() throws Exception {
        try (Platform platform =
                custom("{\"ServiceToken\":{\"Ref\":\"CreateAlias\"}}").start()) {
            assertThat(platform.inventory().notRun()).isEmpty();
        }
    }

    private Fixture custom(String properties) throws Exception {
        return fixture().function("Create").resource("Chain", "Custom::Chain", properties);
    }

    @Test
    void what_cannot_run_is_listed_and_what_is_harmless_counted() throws Exception {
        Fixture fixture = fixture()
                .function("EchoEvent")
                .resource("Node", "AWS::Lambda::Function", "{\"Runtime\":\"nodejs22.x\"}")
                .resource("Stream", "AWS::Kinesis::Stream", "{}")
                .resource("Empty", "Custom::Empty", "{\"ServiceToken\":{\"Fn::GetAtt\":[\"Node\",\"Arn\"]}}")
                .resource("Alarm", "AWS::CloudWatch::Alarm", "{}");
        try (Platform platform = fixture.start()) {
            assertThat(platform.inventory().notRun())
                    .extracting(r -> r.logicalId())
                    .containsExactly("Node", "Stream", "Empty");
            assertThat(platform.inventory().harmlessCount()).isEqualTo(1);
        }
    }

    @Test
    void a_class_that_no_layer_holds_is_missing_though_the_platform_has_it() throws Exception {
        Fixture fixture = fixture().function("Typed");
        Path assembly = fixture.write();
        Files.delete(assembly.resolve("asset.layer/java/lib/greeting-1.0.jar"));
        try (Platform platform = Platform.start(Options.inMemory(assembly, directory))) {
            Outcome outcome = platform.invoke("fixture-Typed", event());

            assertThat(outcome.status()).isEqualTo(Outcome.Status.ERROR);
            assertThat(outcome.text()).contains("NoClassDefFoundError", "io/lotabots/fixture/layer/Greeting");
        }
    }

    @Test
    void an_instance_takes_one_request_at_a_time() throws Exception {
        try (Platform platform = fixture().function("Rendezvous").start();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Outcome> call =
                    () -> platform.invoke("fixture-Rendezvous", "{\"seconds\":5}".getBytes(StandardCharsets.UTF_8));
            // One of five arrives before the others: its instance waits in the pool when they come.
            platform.invoke("fixture-Rendezvous", "{\"seconds\":0}".getBytes(StandardCharsets.UTF_8));
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                outcomes.add(callers.submit(call));
            }
            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get().text()).isEqualTo("1");
            }
        }
    }

    @Test
    void beyond_the_reserved_concurrency_a_function_throttles() throws Exception {
        Fixture fixture =
                fixture().function("Rendezvous").with("Rendezvous", p -> p.put("ReservedConcurrentExecutions", 3));
        try (Platform platform = fixture.start();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                outcomes.add(callers.submit(() ->
                        platform.invoke("fixture-Rendezvous", "{\"seconds\":1}".getBytes(StandardCharsets.UTF_8))));
            }
            List<Outcome.Status> statuses = new ArrayList<>();
            for (Future<Outcome> outcome : outcomes) {
                statuses.add(outcome.get().status());
            }
            assertThat(statuses).contains(Outcome.Status.OK, Outcome.Status.THROTTLED);
        }
    }

    @Test
    void a_schedule_runs_its_function_with_the_scheduled_time() throws Exception {
        Fixture fixture = fixture().function("EchoEvent").resource("Tick", "AWS::Scheduler::Schedule", """
                {"ScheduleExpression":"rate(1 minute)","FlexibleTimeWindow":{"Mode":"OFF"},
                 "Target":{"Arn":{"Ref":"EchoEventAlias"},"RoleArn":{"Fn::GetAtt":["Role","Arn"]},
                   "Input":"{\\"time\\":\\"<aws.scheduler.scheduled-time>\\"}"}}
                """);
        try (Platform platform = fixture.start()) {
            Schedule schedule = platform.schedules().getFirst();

            assertThat(schedule.expression()).isEqualTo("rate(1 minute)");
            assertThat(schedule.input().at(Instant.parse("2026-03-01T10:20:30.456Z")))
                    .isEqualTo("{\"time\":\"2026-03-01T10:20:30Z\"}");
        }
    }

    @Test
    void the_admin_key_is_made_once_and_only_its_owner_may_read_it() throws Exception {
        Path file = directory.resolve("data/admin-key");
        String key = AdminKey.readOrCreate(file);

        assertThat(key).hasSize(64);
        assertThat(AdminKey.readOrCreate(file)).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_short_admin_key_is_refused() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "short\n");

        assertThatThrownBy(() -> AdminKey.read(file))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("must have 32 to 1024 characters, it has 5");
    }

    private Fixture fixture() throws Exception {
        return new Fixture(directory.resolve("cdk.out"));
    }

    private static byte[] event() {
        return "{\"requestContext\":{\"http\":{\"method\":\"GET\"}}}".getBytes(StandardCharsets.UTF_8);
    }
}
