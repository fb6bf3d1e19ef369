package io.lotabots.clients.tpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.clients.PlainError;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class TpmToolsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void a_tool_that_is_not_installed_is_one_plain_line() {
        assertThatThrownBy(() -> tools().run("tpm2_of_another_world"))
                .isInstanceOf(PlainError.class)
                .hasMessage("tpm2_of_another_world cannot be started: are tpm2-tools installed?");
    }

    @Test
    void the_first_error_of_a_tool_is_told() {
        assertThatThrownBy(() -> tools().run("sh", "-c", "echo WARNING:a >&2; echo ERROR: no TPM >&2; exit 3"))
                .isInstanceOf(PlainError.class)
                .hasMessage("sh: no TPM");
        assertThatThrownBy(() -> tools().run("sh", "-c", "exit 3")).hasMessage("sh: ended with status 3");
    }

    @Test
    void a_tool_that_does_not_end_is_ended() {
        var impatient = new TpmTools("device:/dev/tpmrm0", folder, Duration.ofMillis(100));
        assertThatThrownBy(() -> impatient.run("sleep", "60"))
                .isInstanceOf(PlainError.class)
                .hasMessage("sleep did not end: a TPM is given 100 ms for what it is asked");
    }

    @Test
    void more_output_than_a_tpm_can_have_is_dropped() {
        assertThat(tools().run("head", "-c", "1000000", "/dev/zero")).hasSize(256 * 1024);
    }

    @Test
    void a_tool_knows_the_tpm_and_the_folder() {
        assertThat(new String(tools().run("sh", "-c", "echo $TPM2TOOLS_TCTI $PWD"), UTF_8))
                .isEqualTo("device:/dev/tpmrm0 " + folder + "\n");
    }

    @Test
    void an_address_that_was_given_is_taken_as_it_is() {
        assertThat(TpmAttester.address("swtpm:host=127.0.0.1,port=2321")).contains("swtpm:host=127.0.0.1,port=2321");
        assertThat(TpmAttester.address(" ")).isEqualTo(TpmAttester.address(null));
    }

    private TpmTools tools() {
        return new TpmTools("device:/dev/tpmrm0", folder);
    }
}
