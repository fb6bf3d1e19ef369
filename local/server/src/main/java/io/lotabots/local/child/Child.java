package io.lotabots.local.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** One server in a process of its own: started, awaited, watched, stopped. */
final class Child implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int ATTEMPTS = 3;

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;
    private volatile boolean closing;

    /**
     * What to start.
     *
     * @param name for people, e.g. {@code DynamoDB Local}
     * @param classPath class path with {@link Leash} on it
     * @param jvm options of the JVM
     * @param folder working folder
     * @param log file that takes what the process prints, appended
     * @param command main class and arguments for a port
     */
    record Plan(
            String name,
            String classPath,
            List<String> jvm,
            Map<String, String> environment,
            Path folder,
            Path log,
            IntFunction<List<String>> command) {}

    private Child(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts and waits until the port takes connections.
     *
     * @param crashed takes one line when the process ends later without being asked to
     * @throws ChildException when it does not become ready
     */
    static Child start(Plan plan, Consumer<String> crashed) {
        for (int attempt = 1; ; attempt++) {
            // Another process may take the free port before the child does: then the child ends, and another is tried.
            Child child = launch(plan, freePort());
            if (child.awaitReady()) {
                CompletableFuture<Void> _ = child.process.onExit().thenRun(() -> child.ended(crashed));
                return child;
            }
            child.close();
            if (attempt == ATTEMPTS) {
                throw new ChildException(plan.name + " did not start; see " + plan.log);
            }
        }
    }

    private static Child launch(Plan plan, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(plan.jvm);
        command.add(Leash.class.getName());
        command.addAll(plan.command.apply(port));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(plan.folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log.toFile()));
        // The class path goes by the environment: it is long, and ps would show it.
        builder.environment().put("CLASSPATH", plan.classPath);
        builder.environment().keySet().removeIf(key -> key.equals("JAVA_TOOL_OPTIONS") || key.startsWith("AWS_"));
        builder.environment().putAll(plan.environment);
        try {
            return new Child(plan.name, port, builder.start(), plan.log);
        } catch (IOException e) {
            throw new ChildException(plan.name + " did not start: " + e.getMessage(), e);
        }
    }

    private boolean awaitReady() {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            if (connects()) {
                return process.isAlive();
            }
            if (exitsWithin(POLL)) {
                return false;
            }
        }
        return false;
    }

    private boolean connects() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void ended(Consumer<String> crashed) {
        if (!closing) {
            crashed.accept(name + " ended by itself with exit code " + process.exitValue() + "; see " + log);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process: kindly, and after 5 s by force. */
    @Override
    public void close() {
        closing = true;
        process.destroy();
        if (!exitsWithin(Duration.ofSeconds(5))) {
            process.destroyForcibly();
            exitsWithin(Duration.ofSeconds(5));
        }
    }

    private boolean exitsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return true;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
