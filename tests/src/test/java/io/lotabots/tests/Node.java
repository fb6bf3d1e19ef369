package io.lotabots.tests;

import io.lotabots.local.Options;
import io.lotabots.local.Platform;
import io.lotabots.local.lambda.FunctionDefinition;
import io.lotabots.local.lambda.LambdaFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The platform on this machine, from the assembly that the cdk module synthesised: the {@code prod} preset, everything in
 * memory, shared by the tests of one run. Tests keep out of each other's way by identities and addresses of their own.
 */
final class Node {
    private static final class Shared {
        static final Node PROD = start("prod");
    }

    private final Platform platform;
    private final Path data;

    private Node(Platform platform, Path data) {
        this.platform = platform;
        this.data = data;
    }

    static Platform prod() {
        return Shared.PROD.platform;
    }

    static Http http() {
        return new Http(prod().uri());
    }

    private static Node start(String stage) {
        Path data = temporary();
        Platform platform = Platform.start(options(stage, data));
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
        return new Node(platform, data);
    }

    static Options options(String stage, Path data) {
        return Options.inMemory(root().resolve("cdk/target/cdk.out/" + stage), data)
                .withTrustProxy(true);
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("lotabots-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The repository's root, wherever the tests run from. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("layers/platform/pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("not inside the repository");
    }

    static void advance(Duration by) {
        prod().clock().advance(by);
    }

    /** A function of the shared platform, by the simple name of its handler. */
    static FunctionDefinition function(String handler) {
        return function(prod(), handler);
    }

    static FunctionDefinition function(Platform platform, String handler) {
        return platform.functions().stream()
                .map(LambdaFunction::definition)
                .filter(definition ->
                        definition.handler().replaceFirst("::.*$", "").endsWith("." + handler))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function " + handler));
    }

    static String adminKey() {
        return key("admin-key");
    }

    /** The key that opens only what changes nothing. */
    static String adminReadKey() {
        return key("admin-read-key");
    }

    private static String key(String file) {
        try {
            return Files.readString(Shared.PROD.data.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
