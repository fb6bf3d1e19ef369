package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private static final Env ENV = Env.of(Map.of("STAGE", "dev", "POWERTOOLS_SERVICE_NAME", "greetings"));

    @Test
    void the_line_of_a_request_names_the_service_as_its_stack_does() throws IOException {
        Call call = new Call(SampleEvents.of(PostGreeting.class));
        JsonNode line = line(() -> new RequestLog(PostGreeting.class, ENV)
                .write(call, 200, System.nanoTime(), new Telemetry(), new PrimingContext("test")));
        assertThat(line.path("service").asText()).isEqualTo("greetings");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("route").asText()).isEqualTo("POST /greetings/{name}");
    }

    @Test
    void the_line_of_a_failure_names_the_service_the_route_and_the_request() throws IOException {
        Call call = new Call(SampleEvents.of(PostGreeting.class));
        JsonNode line = line(() ->
                new RequestLog(PostGreeting.class, ENV).unexpected(call, new IllegalStateException("out of cheese")));
        assertThat(line.path("service").asText()).isEqualTo("greetings");
        assertThat(line.path("message").asText()).isEqualTo("unexpected failure at POST /greetings/{name} [sample.1]");
        assertThat(line.path("error").path("message").asText()).isEqualTo("out of cheese");
    }

    /** What is written to the standard output meanwhile, which is one line of JSON. */
    private static JsonNode line(Runnable logging) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            logging.run();
        } finally {
            System.setOut(before);
        }
        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        return Json.tree(lines.getFirst().getBytes(StandardCharsets.UTF_8));
    }
}
