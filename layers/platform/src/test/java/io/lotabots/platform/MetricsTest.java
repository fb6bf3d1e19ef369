package io.lotabots.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void what_a_request_counted_is_written_to_the_output_beside_its_line() throws IOException {
        Telemetry telemetry = new Telemetry();
        telemetry.count("GreetingsSent");
        telemetry.count("GreetingsSent");
        List<String> lines = written(503, telemetry);
        assertThat(lines).hasSize(2);
        JsonNode metrics = Json.tree(lines.getLast().getBytes(StandardCharsets.UTF_8));
        JsonNode directive = metrics.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(directive.path("Namespace").asText()).isEqualTo("LotaBots");
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"stage\",\"service\",\"endpoint\"]]");
        assertThat(metrics.path("GreetingsSent").asInt()).isEqualTo(2);
        assertThat(metrics.path("Status5xx").asInt()).isEqualTo(1);
        assertThat(metrics.path("endpoint").asText()).isEqualTo("PostGreeting");
    }

    @Test
    void a_request_that_counted_nothing_writes_its_line_alone() throws IOException {
        assertThat(written(200, new Telemetry())).hasSize(1);
    }

    private static List<String> written(int status, Telemetry telemetry) throws IOException {
        Call call = new Call(SampleEvents.of(PostGreeting.class));
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            new RequestLog(PostGreeting.class)
                    .write(call, status, System.nanoTime(), telemetry, new PrimingContext("test"));
        } finally {
            System.setOut(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
