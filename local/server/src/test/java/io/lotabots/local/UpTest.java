package io.lotabots.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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

    private int up(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--data";
        all[1] = directory.resolve("data").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new CommandLine(new Up()).setErr(new PrintWriter(err, true)).execute(all);
    }
}
