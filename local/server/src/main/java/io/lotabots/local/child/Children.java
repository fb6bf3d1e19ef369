package io.lotabots.local.child;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * DynamoDB Local and S3Proxy, each a child process on a free port of 127.0.0.1.
 *
 * <p>They end with this object, and also when this process dies in whatever way (see {@link Leash}). What they print
 * goes to {@code dynamodb.log} and {@code s3.log} in the folder.
 */
public final class Children implements AutoCloseable {
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Djava.awt.headless=true");
    private static final String S3_LOGGING = """
            <configuration>
              <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final Child dynamoDb;
    private final Child s3;

    /**
     * What to start.
     *
     * @param dynamoDbClassPath file with the class path of DynamoDB Local 3.3.1, on one line
     * @param s3ClassPath file with the class path of S3Proxy 4.1.0, on one line
     * @param folder where logs and data go; created when absent
     * @param memory whether tables and objects live in memory only, so that {@code folder} takes nothing but logs
     * @param crashed takes one line when a child ends by itself
     */
    public record Settings(
            Path dynamoDbClassPath, Path s3ClassPath, Path folder, boolean memory, Consumer<String> crashed) {}

    private Children(Child dynamoDb, Child s3) {
        this.dynamoDb = dynamoDb;
        this.s3 = s3;
    }

    /**
     * Starts both at the same time and waits until both take connections.
     *
     * @throws ChildException when a class path is missing or a child does not start, in one line
     */
    public static Children start(Settings settings) {
        Child.Plan dynamoDbPlan;
        Child.Plan s3Plan;
        try {
            Files.createDirectories(settings.folder);
            dynamoDbPlan = dynamoDb(settings);
            s3Plan = s3(settings);
        } catch (IOException e) {
            throw new ChildException("the data folder " + settings.folder + " cannot be used: " + Reason.of(e), e);
        }
        CompletableFuture<Child> s3 = CompletableFuture.supplyAsync(
                () -> Child.start(s3Plan, settings.crashed),
                task -> Thread.ofPlatform().name("s3-start").start(task));
        Child dynamoDb;
        try {
            dynamoDb = Child.start(dynamoDbPlan, settings.crashed);
        } catch (ChildException e) {
            CompletableFuture<Void> _ = s3.thenAccept(Child::close);
            throw e;
        }
        try {
            return new Children(dynamoDb, s3.join());
        } catch (CompletionException e) {
            dynamoDb.close();
            throw e.getCause() instanceof ChildException cause ? cause : e;
        }
    }

    /** Where DynamoDB Local listens. */
    public URI dynamoDb() {
        return dynamoDb.uri();
    }

    /** Where S3Proxy listens. */
    public URI s3() {
        return s3.uri();
    }

    /** The process ids, for those who watch them. */
    public List<Long> pids() {
        return List.of(dynamoDb.pid(), s3.pid());
    }

    @Override
    public void close() {
        dynamoDb.close();
        s3.close();
    }

    private static Child.Plan dynamoDb(Settings settings) throws IOException {
        Path data = Files.createDirectories(settings.folder.resolve("dynamodb")).toAbsolutePath();
        List<String> storage = settings.memory ? List.of("-inMemory") : List.of("-dbPath", data.toString());
        return new Child.Plan(
                "DynamoDB Local",
                classPath(settings.dynamoDbClassPath),
                concat(JVM, List.of("--enable-native-access=ALL-UNNAMED")),
                Map.of("DDB_LOCAL_TELEMETRY", "0"),
                data,
                settings.folder.resolve("dynamodb.log").toAbsolutePath(),
                port -> concat(
                        List.of(
                                LoopbackDynamoDb.class.getName(),
                                "-port",
                                Integer.toString(port),
                                "-sharedDb",
                                "-disableTelemetry"),
                        storage));
    }

    private static Child.Plan s3(Settings settings) throws IOException {
        Path data = Files.createDirectories(settings.folder.resolve("s3")).toAbsolutePath();
        Path control =
                Files.createDirectories(settings.folder.resolve("s3-control")).toAbsolutePath();
        Path logging = Files.writeString(control.resolve("logback.xml"), S3_LOGGING);
        return new Child.Plan(
                "S3Proxy",
                classPath(settings.s3ClassPath),
                concat(JVM, List.of("-Dlogback.configurationFile=" + logging.toUri())),
                Map.of(),
                control,
                settings.folder.resolve("s3.log").toAbsolutePath(),
                port -> List.of(
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        s3Properties(control, data, settings.memory, port).toString()));
    }

    private static Path s3Properties(Path control, Path data, boolean memory, int port) {
        Properties properties = new Properties();
        properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + port);
        // Signatures and policies are checked by the AWS port in front of it.
        properties.setProperty("s3proxy.authorization", "none");
        properties.setProperty("jclouds.provider", memory ? "transient-nio2" : "filesystem-nio2");
        properties.setProperty("jclouds.filesystem.basedir", data.toString());
        Path file = control.resolve("s3proxy.properties");
        try (var out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
            properties.store(out, null);
            return file;
        } catch (IOException e) {
            throw new ChildException("the file " + file + " cannot be written: " + Reason.of(e), e);
        }
    }

    static String classPath(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ChildException("the class path file " + file + " is missing: build the project first");
        }
        try {
            Path own = Path.of(Leash.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.readString(file).strip() + System.getProperty("path.separator") + own;
        } catch (URISyntaxException e) {
            throw new ChildException("the place of this program cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
