package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The description of the API is a description by the rules of Redocly, without a warning. */
class OpenApiLintTest {
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void the_description_of_the_api_is_valid_and_without_a_warning() throws Exception {
        Path folder = NodePackages.installed("lint", "redocly.yaml");
        Path log = folder.resolve("lint.log");
        Process lint = new ProcessBuilder(
                        "node_modules/.bin/redocly",
                        "lint",
                        "--config=redocly.yaml",
                        "--format=json",
                        Node.root().resolve("docs/openapi.json").toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(log.toFile())
                .start();
        assertThat(lint.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(log);
        var totals = Http.JSON.readTree(said.substring(said.indexOf('{'))).path("totals");
        assertThat(totals.path("errors").asInt(-1)).as(said).isZero();
        assertThat(totals.path("warnings").asInt(-1)).as(said).isZero();
    }
}
