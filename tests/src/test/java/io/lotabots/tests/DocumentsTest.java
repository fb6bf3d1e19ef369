package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lotabots.clients.Lotabots;
import io.lotabots.demo.Demo;
import io.lotabots.local.Up;
import io.lotabots.local.backup.BackupCommand;
import io.lotabots.local.backup.RestoreCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents say is so: links lead somewhere, routes answer, and what they tell to type works. */
class DocumentsTest {
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
    private static final Pattern BLOCK =
            Pattern.compile("^```([a-z]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ROUTE = Pattern.compile("^\\| (GET|POST) \\| `([^`]+)`", Pattern.MULTILINE);
    private static final String HERE = "http://127.0.0.1:8099";

    private final Http node = Node.http();

    static Stream<Path> documents() throws IOException {
        Path root = Node.root();
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            List<Path> docs =
                    files.filter(f -> f.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(
                    Stream.of(root.resolve("README.md"), root.resolve("tests/bench/README.md")), docs.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_relative_link_leads_to_a_file_and_a_heading(Path document) throws IOException {
        for (MatchResult link : all(LINK, Files.readString(document))) {
            String target = link.group(1);
            if (target.matches("[a-z]+:.*")) {
                continue;
            }
            String[] parts = target.split("#", 2);
            Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(file).as("%s in %s", target, document).exists();
            if (parts.length == 2) {
                assertThat(headings(file)).as("%s in %s", target, document).contains(parts[1]);
            }
        }
    }

    @Test
    void every_documented_route_is_served() throws IOException {
        List<MatchResult> routes = all(ROUTE, Files.readString(Node.root().resolve("docs/routes.md")));
        assertThat(routes).hasSizeGreaterThan(30);
        int address = 1;
        for (MatchResult route : routes) {
            String path = route.group(2).replaceAll("\\{[a-z_]+}", "x");
            String from = "2001:db8:d:" + Integer.toHexString(address++) + "::1";
            Http.Answer answer = route.group(1).equals("GET")
                    ? node.get(path, "X-Real-IP", from)
                    : node.post(path, Described.takesBody("post", route.group(2)) ? "{}" : "", "X-Real-IP", from);
            assertThat(answer.text()).as(route.group()).isNotEqualTo("{\"message\":\"Not Found\"}");
            assertThat(answer.status()).as(route.group() + answer.text()).isNotIn(500, 502, 504);
        }
    }

    /** The lines of the documents' shell blocks that call {@code ./lotabots}, and the usage text of the script itself. */
    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>(typed(
                "./lotabots ",
                "README.md",
                "docs/demo.md",
                "docs/miner.md",
                "docs/wallet.md",
                "docs/deploy.md",
                "docs/attestation.md",
                "docs/identity.md",
                "docs/organizations.md"));
        Files.readString(Node.root().resolve("lotabots"))
                .lines()
                .map(String::strip)
                .filter(l -> l.startsWith("./lotabots ") && !l.contains("|"))
                .forEach(commands::add);
        // What the shell makes of other commands is run as a whole where the loop of its section is.
        return commands.stream().filter(command -> !command.contains("$(")).distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_is_understood(String command) {
        String[] words = WORD.matcher(command)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .toArray(String[]::new);
        boolean here = List.of("up", "demo", "backup", "restore").contains(words[1]);
        String[] options = Arrays.copyOfRange(words, here ? 2 : 1, words.length);
        CommandLine line = switch (words[1]) {
            case "up" -> Up.commandLine();
            case "demo" -> demo();
            case "backup" -> BackupCommand.commandLine(InstantSource.system());
            case "restore" -> RestoreCommand.commandLine();
            default -> lotabots();
        };
        assertThatCode(() -> line.parseArgs(options)).as(command).doesNotThrowAnyException();
    }

    @Test
    void the_first_steps_of_the_readme_end_well(@TempDir Path home) throws IOException {
        Path key = home.resolve("key");
        List<String> steps = typed("./lotabots miner ", "README.md");
        assertThat(steps).isNotEmpty();
        for (String step : steps) {
            List<String> words = new ArrayList<>(List.of(step.split("\\s+")).subList(1, step.split("\\s+").length));
            words.addAll(List.of("--node", Node.prod().uri().toString(), "--key", key.toString()));
            assertThat(lotabots().execute(words.toArray(String[]::new)))
                    .as(step)
                    .isZero();
        }
    }

    static Stream<String> requests() throws IOException {
        return typed("curl ", "README.md", "docs/deploy.md", "docs/attestation.md").stream()
                .filter(request -> !request.contains("$NODE"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void every_request_is_answered(String request) throws Exception {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1)).anyMatch(p -> Files.isExecutable(Path.of(p, "curl"))),
                "curl is not installed");
        String url = Node.prod().uri().toString();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", request.replace(HERE, url)).redirectErrorStream(true);
        shell.environment().put("URL", url);
        shell.environment().put("KEY", Node.adminKey());
        Process process = shell.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(request + ": " + said).isZero();
        Matcher expected = Pattern.compile("# ([0-9]{3})$").matcher(request);
        if (expected.find()) {
            assertThat(said.strip()).as(request).isEqualTo(expected.group(1));
        } else {
            assertThat(Http.JSON.readTree(said).isObject())
                    .as(request + ": " + said)
                    .isTrue();
        }
    }

    private static CommandLine demo() {
        return Demo.commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    private static CommandLine lotabots() {
        return Lotabots.commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** Lines of blocks without a language or of {@code sh} that contain {@code word}, without what is said after them. */
    private static List<String> typed(String word, String... documents) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String document : documents) {
            for (MatchResult block : all(BLOCK, Files.readString(Node.root().resolve(document)))) {
                if (!block.group(1).isEmpty() && !block.group(1).equals("sh")) {
                    continue;
                }
                block.group(2)
                        .lines()
                        .map(String::strip)
                        .filter(l -> l.startsWith(word) || l.contains("| " + word))
                        .map(l -> l.replaceFirst("\\s+#(?! [0-9]{3}$).*$", ""))
                        .forEach(lines::add);
            }
        }
        assertThat(lines).as(word).isNotEmpty();
        return lines;
    }

    private static List<String> headings(Path document) throws IOException {
        return all(HEADING, Files.readString(document)).stream()
                .map(h -> h.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
