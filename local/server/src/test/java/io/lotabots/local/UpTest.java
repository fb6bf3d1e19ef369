package io.lotabots.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpTest {
    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void a_taken_port_is_one_plain_line_and_exit_code_1() throws Exception {
        Path assembly =
                new Fixture(directory.resolve("cdk.out")).function("EchoEvent").write();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int exitCode = up("--assembly", assembly.toString(), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString().strip().lines())
                    .containsExactly("lotabots: port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken: stop what uses it, or choose another with --port");
        }
    }

    @Test
    void a_broken_template_is_one_plain_line_and_exit_code_1() throws Exception {
        Path assembly = new Fixture(directory.resolve("cdk.out"))
                .function("EchoEvent")
                .with("EchoEvent", p -> p.putObject("Role").put("Ref", "Nobody"))
                .write();

        assertThat(up("--assembly", assembly.toString(), "--port", "0")).isEqualTo(1);
        assertThat(err.toString().strip().lines())
                .containsExactly(
                        "lotabots: stack fixture: EchoEvent.Role: Nobody is neither a parameter nor a resource");
    }

    @Test
    void a_port_out_of_range_is_named_with_its_limits() {
        assertThat(up("--port", "70000")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("lotabots: --port is 0 to 65535, got 70000");
    }

    @Test
    void without_a_build_it_says_how_to_make_one() throws Exception {
        Path empty = Files.createDirectories(directory.resolve("repository"));

        assertThat(up("--repository", empty.toString())).isEqualTo(1);
        assertThat(err.toString().strip().lines()).singleElement().asString().startsWith("lotabots: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    --set bad   | --set takes KEY=VALUE, such as slotSeconds=1, got: bad
                    --set =1    | --set takes KEY=VALUE, such as slotSeconds=1, got: =1
                    --prot 1    | Unknown options: '--prot', '1'
                    --port soon | Invalid value for option '--port': 'soon' is not an int
                    """)
    void a_wrong_option_is_one_plain_line_and_exit_code_2(String options, String line) {
        assertThat(up(options.split(" ", 0))).isEqualTo(2);
        assertThat(err.toString().strip().lines())
                .containsExactly("lotabots: " + line + " (lotabots up --help lists all)");
    }

    @Test
    void a_setting_may_hold_an_equals_sign() throws Exception {
        Path empty = Files.createDirectories(directory.resolve("repository"));

        assertThat(up("--repository", empty.toString(), "--set", "alarmEmail=a=b@example.org"))
                .isEqualTo(1);
        assertThat(err.toString()).doesNotContain("KEY=VALUE");
    }

    @Test
    void a_data_folder_that_cannot_be_written_is_one_plain_line_with_the_reason() throws Exception {
        Path assembly =
                new Fixture(directory.resolve("cdk.out")).function("EchoEvent").write();
        Path file = Files.writeString(directory.resolve("file"), "no folder");

        assertThat(up("--assembly", assembly.toString(), "--port", "0", "--data", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString().strip().lines())
                .containsExactly("lotabots: cannot write " + file.resolve("log/functions.log") + ": Not a directory");
    }

    @Test
    void folders_are_absolute_because_processes_stand_elsewhere() {
        Options options = Options.inMemory(Path.of("cdk.out"), Path.of(".lotabots"));

        assertThat(options.assembly()).isAbsolute();
        assertThat(options.data()).isAbsolute();
    }

    private int up(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--data")) {
            all.addAll(List.of("--data", directory.resolve("data").toString()));
        }
        return Up.commandLine().setErr(new PrintWriter(err, true)).execute(all.toArray(String[]::new));
    }
}
