package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names tests for what it claims; each is there. */
class SecurityDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+Test)(?:\\.([a-z][a-z_0-9]+))?`");
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\| (1?[0-9]\\.[0-9][^|]*) \\|[^|]+\\| ([^|]+) \\| (.+) \\|$");

    /** A property of Haithe's or a defect of LotaBots', or several from one to another. */
    private static final Pattern FLAW =
            Pattern.compile("(?m)^\\| ([HL])([0-9]+)(?: – [HL]([0-9]+))? \\|[^|]+\\| ([^|]+) \\| ?(.*) ?\\|$");

    @Test
    void every_test_that_it_names_is_there() throws IOException {
        Map<String, Path> classes = testClasses();
        List<MatchResult> named =
                NAMED.matcher(Files.readString(document())).results().toList();
        assertThat(named).hasSizeGreaterThan(50);
        for (MatchResult test : named) {
            assertThat(classes).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(Files.readString(classes.get(test.group(1))))
                        .as(test.group())
                        .contains("void " + test.group(2) + "(");
            }
        }
    }

    @Test
    void every_requirement_is_held_by_a_test_or_says_why_not() throws IOException {
        List<MatchResult> lines =
                LINE.matcher(Files.readString(document())).results().toList();
        assertThat(lines).hasSizeGreaterThan(80);
        for (MatchResult line : lines) {
            assertThat(line.group(2)).as(line.group(1)).isIn("held", "by design", "open", "n/a", "partly");
            assertThat(line.group(3)).as(line.group(1)).isNotBlank();
        }
    }

    @Test
    void every_flaw_of_others_is_held_off_by_a_named_test_or_the_line_says_what_there_is_instead() throws IOException {
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (MatchResult line :
                FLAW.matcher(Files.readString(document())).results().toList()) {
            int first = Integer.parseInt(line.group(2));
            int last = line.group(3) == null ? first : Integer.parseInt(line.group(3));
            IntStream.rangeClosed(first, last)
                    .forEach(number -> numbers.computeIfAbsent(line.group(1), _ -> new ArrayList<>())
                            .add(number));
            assertThat(line.group(4)).as(line.group()).isIn("held", "otherwise", "later");
            if (!line.group(4).equals("later")) {
                assertThat(NAMED.matcher(line.group(5)).find()).as(line.group()).isTrue();
            }
        }
        assertThat(numbers)
                .isEqualTo(Map.of(
                        "H", IntStream.rangeClosed(1, 33).boxed().toList(),
                        "L", IntStream.rangeClosed(1, 13).boxed().toList()));
    }

    private static Path document() {
        return Node.root().resolve("docs/security.md");
    }

    private static Map<String, Path> testClasses() throws IOException {
        Map<String, Path> classes = new HashMap<>();
        for (String module : List.of("layers", "functions", "tests", "local", "cdk", "clients")) {
            try (Stream<Path> files = Files.walk(Node.root().resolve(module))) {
                files.filter(file -> file.toString().contains("/src/test/java/")
                                && file.toString().endsWith("Test.java"))
                        .forEach(file ->
                                classes.put(file.getFileName().toString().replace(".java", ""), file));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return classes;
    }
}
