package io.lotabots.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs of npm that the platform is tested with, as their lock files pin them. Without npm, or where it cannot get them, the
 * tests that want them are skipped and say so.
 */
final class NodePackages {
    private static final long PATIENCE_SECONDS = 120;

    private NodePackages() {}

    /**
     * Installs a folder of {@code tests/} with a {@code package-lock.json}.
     *
     * @param files what else of it is wanted
     * @return where it is installed
     */
    static Path installed(String name, String... files) throws IOException, InterruptedException {
        Path from = Node.root().resolve("tests").resolve(name);
        Path folder =
                Files.createDirectories(Node.root().resolve("tests/target").resolve(name));
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            copy(from, folder, file);
        }
        for (String file : files) {
            copy(from, folder, file);
        }
        String failure = installed(folder);
        if (!failure.isEmpty()) {
            System.out.println("what stands in tests/" + name + " is not tried: " + failure);
        }
        assumeTrue(failure.isEmpty(), failure);
        return folder;
    }

    private static void copy(Path from, Path to, String file) throws IOException {
        Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return why they are not installed; empty when they are */
    private static String installed(Path folder) throws InterruptedException {
        Path log = folder.resolve("npm.log");
        try {
            Process npm = new ProcessBuilder("npm", "ci", "--prefer-offline")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return "npm ci took more than " + PATIENCE_SECONDS + " s";
            }
            return npm.exitValue() == 0 ? "" : "npm ci failed, see " + log;
        } catch (IOException none) {
            return "npm does not start: " + none.getMessage();
        }
    }
}
