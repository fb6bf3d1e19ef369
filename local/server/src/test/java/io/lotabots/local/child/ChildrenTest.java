package io.lotabots.local.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
    @Test
    void children_end_when_their_parent_is_killed(@TempDir Path folder) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process parent = builder.start();
        List<ProcessHandle> children = new ArrayList<>();
        try (BufferedReader out = parent.inputReader()) {
            for (String pid : out.readLine().split(" ", -1)) {
                children.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
            }
            assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);
            parent.destroyForcibly().waitFor();
            for (ProcessHandle child : children) {
                child.onExit().get(20, TimeUnit.SECONDS);
            }
        } finally {
            parent.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void both_listen_on_the_loopback_address_only(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp6")), "skipped: this system has no /proc/net");
        try (Children children = Children.start(ClassPaths.settings(folder, true, line -> {}))) {
            for (URI uri : List.of(children.dynamoDb(), children.s3())) {
                assertThat(listeners(uri.getPort()))
                        .isNotEmpty()
                        .isSubsetOf("0100007F", "0000000000000000FFFF00000100007F");
            }
        }
    }

    /** The addresses, as the kernel writes them, on which something listens at this port. */
    private static List<String> listeners(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        List<String> addresses = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[1].endsWith(suffix) && fields[3].equals("0A")) {
                    addresses.add(fields[1].substring(0, fields[1].length() - suffix.length()));
                }
            }
        }
        return addresses;
    }

    @Test
    void a_crash_is_one_line_that_names_the_child_and_its_log(@TempDir Path folder) throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (Children children = Children.start(ClassPaths.settings(folder, true, lines::add))) {
            ProcessHandle.of(children.pids().getFirst()).orElseThrow().destroyForcibly();
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .startsWith("DynamoDB Local ended by itself with exit code")
                    .endsWith("dynamodb.log")
                    .doesNotContain("\n");
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void closing_ends_both_without_a_word(@TempDir Path folder) throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Children children = Children.start(ClassPaths.settings(folder, true, lines::add));
        List<ProcessHandle> processes = children.pids().stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
        children.close();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(lines).isEmpty();
    }

    @Test
    void nothing_secret_and_no_class_path_shows_in_the_command_line(@TempDir Path folder) {
        try (Children children = Children.start(ClassPaths.settings(folder, true, line -> {}))) {
            String[] arguments = ProcessHandle.of(children.pids().getFirst())
                    .orElseThrow()
                    .info()
                    .arguments()
                    .orElse(new String[0]);
            assertThat(Arrays.asList(arguments)).noneMatch(a -> a.contains(".jar"));
        }
    }

    @Test
    void a_missing_class_path_is_one_plain_line(@TempDir Path folder) {
        Children.Settings settings =
                new Children.Settings(folder.resolve("none.txt"), folder.resolve("none.txt"), folder, true, line -> {});
        assertThatThrownBy(() -> Children.start(settings))
                .isInstanceOf(ChildException.class)
                .hasMessage(
                        "the class path file " + folder.resolve("none.txt") + " is missing: build the project first");
    }

    @Test
    void a_child_that_cannot_start_is_one_plain_line(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "", StandardCharsets.UTF_8);
        Children.Settings settings = new Children.Settings(empty, empty, folder, true, line -> {});
        assertThatThrownBy(() -> Children.start(settings))
                .isInstanceOf(ChildException.class)
                .hasMessageMatching("(DynamoDB Local|S3Proxy) did not start; see .*\\.log");
    }
}
