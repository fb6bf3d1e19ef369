package io.lotabots.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lotabots.cdk.services.Services;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppTest {

    private final StringWriter errors = new StringWriter();

    @Test
    void a_bad_setting_is_one_plain_line_and_status_1() {
        int status = App.run(new PrintWriter(errors, true), "--stage", "dev", "--set", "slotSeconds=0");

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString().strip()).isEqualTo("slotSeconds must be between 1 and 86400, got: 0");
    }

    @Test
    void an_unknown_stage_is_one_plain_line_and_status_1() {
        assertThat(App.run(new PrintWriter(errors, true), "--stage", "live")).isEqualTo(1);
        assertThat(errors.toString().strip()).isEqualTo("stage must be dev or prod, got: live");
    }

    @Test
    void the_command_line_of_the_cdk_says_what_it_wants_by_context() {
        Context context = Context.of(Map.of(
                "CDK_CONTEXT_JSON", "{\"stage\":\"prod\",\"set\":\"slotSeconds=1;nodes=https://a.example\"}",
                "CDK_OUTDIR", "out"));

        assertThat(context.stage()).contains("prod");
        assertThat(context.assignments()).containsExactly("slotSeconds=1", "nodes=https://a.example");
        assertThat(context.folder()).contains(Path.of("out"));
        assertThat(Context.of(Map.of()).assignments()).isEmpty();
    }

    @Test
    void what_is_not_built_is_named_with_the_command_that_builds_it(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("cdk"));
        Files.createFile(folder.resolve("cdk/cdk.json"));
        Path below = Files.createDirectories(folder.resolve("layers/platform"));

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Checkout.around(below).requireBuilt(Services.platform().services()))
                .withMessage("there are no jars in layers/platform/target/layer:"
                        + " run ./mvnw -q package -DskipTests -pl cdk -am");
        assertThatIllegalStateException()
                .isThrownBy(() -> Checkout.around(below).functionJar("attestation"))
                .withMessageStartingWith("there is no jar in functions/attestation/target: run ");
    }

    @Test
    void outside_the_repository_nothing_is_guessed(@TempDir Path folder) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Checkout.around(folder))
                .withMessageStartingWith("this is not inside the LotaBots repository: ");
    }
}
