package io.lotabots.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/**
 * Loaders of the third-party jars of layers, one for each distinct list, shared by the functions that have it: the
 * AWS SDK is loaded once, not once for each endpoint.
 *
 * <p>What keeps state of one function stays in that function's own loader: our own jars, logging, metrics and the
 * registry of SnapStart hooks.
 */
final class LayerLoaders {
    private static final List<String> OF_ONE_FUNCTION =
            List.of("powertools-", "log4j-", "slf4j-", "crac-", "aws-lambda-java-log4j2-");

    private final Map<List<Path>, ClassLoader> shared = new HashMap<>();

    /** The loader of those of {@code jars} that functions share. */
    synchronized ClassLoader shared(List<Path> jars) {
        List<Path> wanted = jars.stream()
                .filter(j -> !ofOneFunction(j) || fileName(j).startsWith("slf4j-api-"))
                .toList();
        return shared.computeIfAbsent(wanted, LayerLoaders::load);
    }

    private static ClassLoader load(List<Path> jars) {
        ClassLoader loader = new URLClassLoader("layers", urls(jars), new RuntimeClassLoader());
        if (jars.stream().anyMatch(j -> fileName(j).startsWith("aws-embedded-metrics-"))) {
            writeMetricsAsOnLambda(loader);
        }
        return loader;
    }

    /**
     * Does what {@code AWS_EMF_ENVIRONMENT=Lambda} does: metrics are lines on the standard output. Without it the
     * library would look for an EC2 or ECS host on the network.
     */
    private static void writeMetricsAsOnLambda(ClassLoader loader) {
        String emf = "software.amazon.cloudwatchlogs.emf.";
        try {
            Class<?> environments = Class.forName(emf + "environment.Environments", true, loader);
            Object configuration = Class.forName(emf + "config.EnvironmentConfigurationProvider", true, loader)
                    .getMethod("getConfig")
                    .invoke(null);
            configuration
                    .getClass()
                    .getMethod("setEnvironmentOverride", environments)
                    .invoke(configuration, environments.getField("Lambda").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the metrics library of a layer is of an unknown version", e);
        }
    }

    /** Whether a function needs its own copy of {@code jar}. */
    static boolean ofOneFunction(Path jar) {
        if (OF_ONE_FUNCTION.stream().anyMatch(fileName(jar)::startsWith)) {
            return true;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().anyMatch(e -> e.getName().startsWith("io/lotabots/"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    static URL[] urls(List<Path> paths) {
        List<URL> urls = new ArrayList<>();
        for (Path path : paths) {
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("no class path entry: " + path, e);
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static String fileName(Path jar) {
        return jar.getFileName().toString();
    }
}
