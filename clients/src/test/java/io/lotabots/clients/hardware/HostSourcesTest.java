package io.lotabots.clients.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostSourcesTest {
    @Test
    void a_missing_tool_is_a_note() {
        var sources = new HostSources();
        assertThat(sources.run("no-such-tool-here")).isEmpty();
        assertThat(sources.notes()).containsExactly("no-such-tool-here is not installed");
    }

    @Test
    void a_tool_that_hangs_is_ended_in_time() {
        var sources = new HostSources(Duration.ofMillis(200));
        long start = System.nanoTime();
        assertThat(sources.run("sh", "-c", "echo early; exec sleep 60")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(sources.notes()).singleElement().asString().startsWith("sh did not answer within");
    }

    @Test
    void a_tool_that_never_stops_printing_is_cut() {
        var sources = new HostSources(Duration.ofSeconds(20));
        assertThat(sources.run("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x")
                        .orElse(""))
                .hasSize(Sources.MAX_TEXT_BYTES);
        assertThat(sources.notes()).as("the tool could end by itself").isEmpty();
    }

    @Test
    void a_tool_that_refuses_is_a_note_and_its_output_counts() {
        var sources = new HostSources();
        assertThat(sources.run("sh", "-c", "echo part; exit 3")).contains("part");
        assertThat(sources.notes()).containsExactly("sh ended with status 3 (it may need more rights)");
    }

    @Test
    void a_file_loses_its_nul_bytes_and_blank_ends(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("model"), "Raspberry Pi\0\n");
        var sources = new HostSources();
        assertThat(sources.file(file.toString())).contains("Raspberry Pi");
        assertThat(sources.file(folder.resolve("absent").toString())).isEmpty();
        assertThat(sources.list(folder.toString())).containsExactly("model");
        assertThat(sources.notes()).isEmpty();
    }
}
