package io.lotabots.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessModeTest {
    @TempDir
    private Path directory;

    @Test
    void functions_run_in_processes_of_their_own_under_the_real_runtime() throws Exception {
        Path assembly = new Fixture(directory.resolve("cdk.out"))
                .function("Typed")
                .with(
                        "Typed",
                        p -> p.putObject("Environment").putObject("Variables").put("NAME", "process"))
                .route("Type", "GET /typed", "Typed")
                .function("Answers")
                .with("Answers", p -> p.put("Timeout", 2))
                .write();
        Options options = Options.inMemory(assembly, directory).withMode(Functions.Mode.OWN_PROCESS);
        try (Platform platform = Platform.start(options);
                Client client = new Client(platform.uri())) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = client.get("/typed");
                assertThat(answer.statusCode()).isEqualTo(201);
                assertThat(answer.headers().firstValue("x-greeting")).contains("hello process");
                assertThat(answer.headers().firstValue("x-hooks")).contains("checkpoint restore");
            }
            assertThat(answers(platform, "throws").text()).contains("IllegalStateException", "as asked");
            assertThat(answers(platform, "hangs").status()).isEqualTo(Outcome.Status.TIMEOUT);
            assertThat(answers(platform, "again").text()).isEqualTo("{\"wanted\":\"again\"}");
            assertThat(children()).isNotEmpty();
        }
        for (ProcessHandle child : children()) {
            child.onExit().get();
        }
        assertThat(children()).isEmpty();
    }

    @Test
    void no_function_outlives_a_platform_that_is_killed() throws Exception {
        Path assembly = new Fixture(directory.resolve("cdk.out"))
                .function("Answers")
                .route("Answer", "GET /{kind}", "Answers")
                .write();
        Process platform = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Up.class.getName(),
                        "--assembly",
                        assembly.toString(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--memory",
                        "--process",
                        "--port",
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = platform.inputReader();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String line = await(output, "ready http://127.0.0.1:");
            try (Client client = new Client(URI.create(line.substring("ready ".length())))) {
                assertThat(client.get("/first").statusCode()).isEqualTo(200);
                Future<?> hanging = callers.submit(() -> client.get("/hangs"));
                await(output, "hanging");
                assertThat(hanging.isDone()).isFalse();
                List<ProcessHandle> functions = platform.descendants().toList();
                assertThat(functions).isNotEmpty();

                platform.destroyForcibly();

                for (ProcessHandle function : functions) {
                    function.onExit().get(20, TimeUnit.SECONDS);
                }
            }
        } finally {
            platform.destroyForcibly();
        }
    }

    /** The next line that begins with {@code start}. */
    private static String await(BufferedReader output, String start) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(start)) {
            line = output.readLine();
        }
        return Objects.requireNonNull(line, () -> "the output ended before " + start);
    }

    private static Outcome answers(Platform platform, String kind) throws InterruptedException {
        return platform.invoke("fixture-Answers", ("{\"rawPath\":\"/" + kind + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info().commandLine().orElse("").contains("ChildProcess"))
                .toList();
    }
}
