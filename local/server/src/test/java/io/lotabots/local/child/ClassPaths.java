package io.lotabots.local.child;

import java.nio.file.Path;
import java.util.function.Consumer;

/** The class paths that the modules local/dynamodb and local/s3 leave in their target folders. */
public final class ClassPaths {
    private ClassPaths() {}

    /** Settings with these class paths. */
    public static Children.Settings settings(Path folder, boolean memory, Consumer<String> crashed) {
        return new Children.Settings(
                Path.of("../dynamodb/target/classpath.txt").toAbsolutePath(),
                Path.of("../s3/target/classpath.txt").toAbsolutePath(),
                folder,
                memory,
                crashed);
    }
}
