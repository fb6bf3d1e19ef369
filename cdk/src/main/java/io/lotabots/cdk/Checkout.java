package io.lotabots.cdk;

import io.lotabots.cdk.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository that this program stands in, and what its build left there to be deployed. */
public final class Checkout {

    private final Path root;

    private Checkout(Path root) {
        this.root = root;
    }

    /** The repository around the working directory, found by walking up. */
    public static Checkout here() {
        return around(Path.of("").toAbsolutePath());
    }

    static Checkout around(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("cdk/cdk.json")) && Files.isDirectory(folder.resolve("layers"))) {
                return new Checkout(folder);
            }
        }
        throw new IllegalStateException("this is not inside the LotaBots repository: " + start);
    }

    /** A file of the repository. */
    public Path file(String path) {
        return root.resolve(path);
    }

    /** The jar of {@code functions/artefact}, which holds its classes at its root. */
    public Path functionJar(String artefact) {
        Path target = root.resolve("functions").resolve(artefact).resolve("target");
        List<Path> jars = list(target).stream()
                .filter(path ->
                        path.getFileName().toString().matches(artefact + "-\\d[^/]*(?<!-sources|-javadoc)\\.jar"))
                .toList();
        if (jars.size() != 1) {
            throw notBuilt(jars.isEmpty() ? "there is no jar in " : "there are several jars in ", target);
        }
        return jars.getFirst();
    }

    /** The folder of a layer, which holds {@code java/lib/*.jar}. */
    public Path layer(String name) {
        Path layer = root.resolve("layers").resolve(name).resolve("target/layer");
        if (list(layer.resolve("java/lib")).stream()
                .noneMatch(path -> path.toString().endsWith(".jar"))) {
            throw notBuilt("there are no jars in ", layer);
        }
        return layer;
    }

    /** Refuses in one line when something that a synthesis needs has not been built. */
    public void requireBuilt(List<Service> services) {
        services.stream()
                .flatMap(service -> service.layers().stream())
                .distinct()
                .forEach(this::layer);
        services.stream().map(Service::artefact).distinct().forEach(this::functionJar);
    }

    private IllegalStateException notBuilt(String what, Path where) {
        return new IllegalStateException(
                what + root.relativize(where) + ": run ./mvnw -q package -DskipTests -pl cdk -am");
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + folder, unreadable);
        }
    }
}
