package io.lotabots.local.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of DynamoDB Local, looked at by {@link TableFile} in a process of its own. */
public final class TableFiles {
    private static final int MOST_MINUTES = 30;

    private final Path classPathFile;

    /** @param classPathFile file with the class path of DynamoDB Local, on one line */
    public TableFiles(Path classPathFile) {
        this.classPathFile = classPathFile;
    }

    /** Copies a file as of one moment, whether DynamoDB Local runs on it or not. @throws ChildException in one line */
    public void copy(Path from, Path to) {
        run("copy", from.toString(), to.toString());
    }

    /** What is wrong with a file; nothing when it is whole. */
    public List<String> problems(Path file) {
        return run("check", file.toString()).stream()
                .filter(line -> !line.equals("ok"))
                .toList();
    }

    /** The tables with their numbers of rows. */
    public SortedMap<String, Long> tables(Path file) {
        return run("tables", file.toString()).stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(
                        line -> line[0], line -> Long.parseLong(line[1]), Math::addExact, TreeMap::new));
    }

    /** The rows of a table in DynamoDB's JSON. */
    public List<String> rows(Path file, String table) {
        return run("rows", file.toString(), table);
    }

    private List<String> run(String... arguments) {
        @Nullable Path natives = null;
        try {
            natives = Files.createTempDirectory("lotabots-sqlite");
            Process process = start(natives, arguments);
            List<String> lines = new ArrayList<>();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                out.lines().forEach(lines::add);
            }
            boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0) {
                throw new ChildException("the tables in " + arguments[1] + " cannot be read: " + reason(natives));
            }
            return lines;
        } catch (IOException e) {
            throw new ChildException("the tables in " + arguments[1] + " cannot be read: " + Reason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildException("interrupted", e);
        } finally {
            delete(natives);
        }
    }

    private Process start(Path natives, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dsqlite4java.library.path=" + natives,
                Leash.class.getName(),
                TableFile.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(natives.resolve("said").toFile());
        builder.environment().putAll(Map.of("CLASSPATH", Children.classPath(classPathFile)));
        builder.environment().keySet().removeIf(key -> key.equals("JAVA_TOOL_OPTIONS"));
        return builder.start();
    }

    /** The line that says what was thrown. */
    private static String reason(Path natives) throws IOException {
        return Files.readAllLines(natives.resolve("said")).stream()
                .filter(line -> line.contains("Exception: ") || line.contains("Error: "))
                .reduce((_, last) -> last)
                .orElse("no reason was given")
                .replaceFirst("^Caused by: ", "");
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.getLogger(TableFiles.class.getName())
                    .log(System.Logger.Level.WARNING, "the folder " + folder + " stays: " + Reason.of(e));
        }
    }
}
