package io.lotabots.clients.hardware;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** This machine. Every command is bounded in time and output and runs in the C locale; not safe for use by several threads. */
public final class HostSources implements Sources {
    private static final int MAX_NAMES = 4096;

    private final Duration limit;
    private final List<String> notes = new ArrayList<>();

    /** Sources that give a command at most five seconds. */
    public HostSources() {
        this(Duration.ofSeconds(5));
    }

    /** Sources that give a command at most {@code limit}. */
    public HostSources(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Optional<String> file(String path) {
        var file = Path.of(path);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return text(in.readNBytes(MAX_TEXT_BYTES));
        } catch (IOException e) {
            note(path + " cannot be read by this user");
            return Optional.empty();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public List<String> list(String folder) {
        var path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(path)) {
            return names.map(name -> String.valueOf(name.getFileName()))
                    .sorted()
                    .limit(MAX_NAMES)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            note(folder + " cannot be listed by this user");
            return List.of();
        }
    }

    @Override
    public Optional<String> run(String... command) {
        var tool = locate(command[0]);
        if (tool.isEmpty()) {
            note(command[0] + " is not installed");
            return Optional.empty();
        }
        var line = new ArrayList<>(Arrays.asList(command));
        line.set(0, tool.get());
        try {
            return output(command[0], line);
        } catch (IOException e) {
            note(command[0] + " cannot be started");
            return Optional.empty();
        }
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private Optional<String> output(String tool, List<String> line) throws IOException {
        var builder = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        try {
            // Read beside the wait: a tool that prints more than a pipe holds would otherwise never end.
            var read = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()), Thread::startVirtualThread);
            var bytes = read.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                note(tool + " did not end within " + limit.toSeconds() + " s");
                return Optional.empty();
            }
            if (process.exitValue() != 0) {
                note(tool + " ended with status " + process.exitValue() + " (it may need more rights)");
            }
            return text(bytes);
        } catch (TimeoutException e) {
            note(tool + " did not answer within " + limit.toSeconds() + " s");
            return Optional.empty();
        } catch (ExecutionException e) {
            note(tool + " could not be read");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Keeps the first part and drops the rest, so that the tool can end. */
    private static byte[] drain(InputStream in) {
        try (in) {
            var kept = in.readNBytes(MAX_TEXT_BYTES);
            in.transferTo(OutputStream.nullOutputStream());
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** System folders first, then PATH: a tool named like dmidecode in a writable folder of the PATH is not taken before the system's. */
    private static Optional<String> locate(String tool) {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(
                        Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin"),
                        Stream.of(path.split(File.pathSeparator, -1)).filter(folder -> folder.startsWith("/")))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static Optional<String> text(byte[] bytes) {
        return Optional.of(new String(bytes, StandardCharsets.UTF_8)
                        .replace("\0", "")
                        .strip())
                .filter(text -> !text.isEmpty());
    }

    private void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }
}
