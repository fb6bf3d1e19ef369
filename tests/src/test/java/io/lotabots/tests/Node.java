package io.lotabots.tests;

import io.lotabots.local.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The platform on this machine, from the assembly that the cdk module synthesised: the {@code prod} preset, everything in
 * memory, shared by the tests of one run. Tests keep out of each other's way by identities and addresses of their own.
 */
final class Node {
    private static final class Shared {
        static final Platform PROD = start("prod");
    }

    private Node() {}

    static Platform prod() {
        return Shared.PROD;
    }

    static Http http() {
        return new Http(prod().uri());
    }

    static Platform start(String stage) {
        Platform platform = Platform.start(options(stage).build());
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
        return platform;
    }

    static Platform.Options.Builder options(String stage) {
        return Platform.options()
                .assembly(root().resolve("cdk/target/cdk.out/" + stage))
                .memory(true)
                .trustProxy(true)
                .port(0);
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

    /** The admin key header. */
    static List<String> admin() {
        return List.of("X-Admin-Key", prod().adminKey());
    }
}
