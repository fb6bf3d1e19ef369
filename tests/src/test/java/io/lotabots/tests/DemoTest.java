package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The README's first command, as it is typed: it ends well, its figures add up, and it leaves nothing behind. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoTest {
    private static final long LIMIT_MINUTES = 8;
    private static final Pattern SHARE = Pattern.compile("^ {3}(\\S+) +([0-9.]+) +(\\d+\\.\\d{6})$");
    private static final Pattern SUM = Pattern.compile("^Everything adds up: (.*) = (\\S+) RTC, the pot\\.$");

    /** Shared: what is synthesised for the first test serves the second. */
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the tests
    static Path folder;

    @Test
    @Order(1)
    void the_readmes_first_command_tells_a_story_that_adds_up() throws Exception {
        Process demo = start();
        String story = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(story).isZero();
        assertThat(story).doesNotContain("\u001b");

        List<BigDecimal> shares = new ArrayList<>();
        for (String line : section(story, "3  The epoch ends", "4  ").lines().toList()) {
            Matcher share = SHARE.matcher(line);
            if (share.matches()) {
                shares.add(new BigDecimal(share.group(3)));
            }
        }
        BigDecimal pot = shares.removeLast();
        assertThat(pot).isEqualByComparingTo("1.5");
        assertThat(shares).hasSizeBetween(2, 3);
        assertThat(shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(pot);

        Matcher sum = story.lines()
                .map(SUM::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow();
        List<BigDecimal> balances =
                Stream.of(sum.group(1).split(" \\+ ", 0)).map(BigDecimal::new).toList();
        assertThat(balances).hasSize(shares.size() + 1);
        assertThat(balances.getFirst()).isEqualByComparingTo(shares.getFirst().subtract(balances.getLast()));
        assertThat(balances.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(pot);
        assertThat(new BigDecimal(sum.group(2))).isEqualByComparingTo(pot);
        for (String line : extract()) {
            assertThat(story.lines().map(DemoTest::words))
                    .as("README: " + line)
                    .anyMatch(pattern(line).asMatchPredicate());
        }
        assertNothingIsLeft();
    }

    @Test
    @Order(2)
    void who_stops_it_is_left_with_no_process_and_no_file() throws Exception {
        Process demo = start();
        BufferedReader said = new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith("2  ")) {
            line = said.readLine();
        }
        assertThat(line).isNotNull();
        List<ProcessHandle> children = demo.descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);

        demo.destroy();

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        for (ProcessHandle child : children) {
            child.onExit().get(1, TimeUnit.MINUTES);
        }
        assertThat(folder.resolve("err")).content().doesNotContain("lotabots:");
        assertNothingIsLeft();
    }

    private static Process start() throws IOException {
        String typed = command();
        assertThat(typed).isEqualTo("./lotabots demo");
        ProcessBuilder builder = new ProcessBuilder(
                        Node.root().resolve("lotabots").toString(), "demo")
                .directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile());
        Files.createDirectories(folder.resolve("tmp"));
        builder.environment().put("LOTABOTS_BUILD", "no");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LOTABOTS_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        Process demo = builder.start();
        CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES).execute(demo::destroyForcibly);
        return demo;
    }

    private static void assertNothingIsLeft() {
        assertThat(folder.resolve("tmp").toFile().list((parent, name) -> name.startsWith("lotabots")))
                .isEmpty();
    }

    /** The first command that the README tells to type. */
    private static String command() throws IOException {
        return block("## Two commands", "```sh\n")
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceFirst("\\s+#.*$", "");
    }

    /** What the README shows of the story. */
    private static List<String> extract() throws IOException {
        List<String> lines = block("Parts of what it tells:", "```\n")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(lines).hasSizeGreaterThan(5);
        return lines;
    }

    private static String block(String after, String fence) throws IOException {
        String readme = Files.readString(Node.root().resolve("README.md"));
        String section = readme.substring(readme.indexOf(after));
        String rest = section.substring(section.indexOf(fence) + fence.length());
        return rest.substring(0, rest.indexOf("```"));
    }

    /** A line in which three dots stand for whatever depends on the day and on the machine. */
    private static Pattern pattern(String line) {
        String[] parts = words(line).split(Pattern.quote("..."), -1);
        return Pattern.compile(Stream.of(parts)
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElseThrow());
    }

    private static String words(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    private static String section(String story, String from, String to) {
        String rest = story.substring(story.indexOf(from));
        return rest.substring(0, rest.indexOf("\n" + to));
    }
}
