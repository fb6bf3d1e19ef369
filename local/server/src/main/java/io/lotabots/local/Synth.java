package io.lotabots.local;

import io.lotabots.local.child.Reason;
import io.lotabots.local.template.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Synthesises the repository's assembly for a stage, when none is there or what it is made from has changed. */
public final class Synth {
    private static final System.Logger LOG = System.getLogger(Synth.class.getName());

    private static final int OLDEST_NODE = 20;
    private static final long LIMIT_MINUTES = 10;

    private final Path repository;
    private final Path folder;

    /** @param folder under which each stage with its settings has an assembly */
    public Synth(Path repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    /**
     * The assembly of {@code stage} with {@code settings}.
     *
     * @throws StartException when Node is missing, or the synthesis fails
     */
    public Path assembly(String stage, SortedMap<String, String> settings) throws InterruptedException {
        Path assembly = folder.resolve(Sha256.hex(stage + settings).substring(0, 16));
        Path stamp = folder.resolve(assembly.getFileName() + ".inputs");
        try {
            String inputs = inputs();
            if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
                return assembly;
            }
            requireNode();
            Files.createDirectories(folder);
            delete(assembly);
            run(assembly, stage, settings);
            Files.writeString(stamp, inputs);
            return assembly;
        } catch (IOException e) {
            throw new StartException("cannot synthesise into " + assembly + ": " + Reason.of(e), e);
        }
    }

    private void run(Path assembly, String stage, SortedMap<String, String> settings)
            throws IOException, InterruptedException {
        Path classPath = repository.resolve("cdk/target/classpath.txt");
        if (!Files.exists(classPath)) {
            throw new StartException("cdk is not built: run ./lotabots up, or ./mvnw -DskipTests package");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                repository.resolve("cdk/target/classes")
                        + File.pathSeparator
                        + Files.readString(classPath).strip(),
                "io.lotabots.cdk.App",
                "--stage",
                stage,
                "--out",
                assembly.toAbsolutePath().toString()));
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        Path log = folder.resolve(assembly.getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // Whoever is stopped meanwhile takes it along.
        Thread stop = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        forget(stop);
        if (!ended || process.exitValue() != 0) {
            throw new StartException("the synthesis failed: " + reason(log) + " (all of it: " + log + ")");
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "stopped during the synthesis", e);
        }
    }

    /** The line that says what was thrown, or the last. */
    private static String reason(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("at "))
                .toList();
        return lines.stream()
                .filter(l -> l.contains("Exception: ") || l.contains("Error: "))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    }

    private static void requireNode() throws InterruptedException {
        String missing =
                "Node " + OLDEST_NODE + " or newer is needed to synthesise: install it and have 'node' on PATH";
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            node.waitFor();
            if (!version.matches("v\\d{1,4}\\..*")
                    || Integer.parseInt(version.substring(1, version.indexOf('.'))) < OLDEST_NODE) {
                throw new StartException(missing + " (found " + version + ")");
            }
        } catch (IOException e) {
            throw new StartException(missing, e);
        }
    }

    /** Names, sizes and times of everything that an assembly is made from. */
    private String inputs() throws IOException {
        StringBuilder inputs = new StringBuilder();
        add(inputs, repository.resolve("cdk/target/classes"));
        for (String parent : new String[] {"functions", "layers"}) {
            for (Path module : list(repository.resolve(parent))) {
                add(inputs, module.resolve("target/layer"));
                for (Path file : list(module.resolve("target"))) {
                    if (file.toString().endsWith(".jar")) {
                        add(inputs, file);
                    }
                }
            }
        }
        return Sha256.hex(inputs.toString());
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void add(StringBuilder inputs, Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                inputs.append(file)
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ')
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append('\n');
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
