package io.lotabots.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Loaders of the third-party jars of layers, one for each distinct list, shared by the functions of this process that have
 * it: the AWS SDK and the logging library are loaded once, not once for each endpoint.
 *
 * <p>What keeps state of one function stays in that function's own loader: our own jars, and the registry of SnapStart hooks.
 * What a log line says of its function is kept by thread, and each function has threads of its own.
 */
final class LayerLoaders {
    /** Registers hooks of a function; libraries that are shared have a copy to themselves. */
    private static final String HOOKS = "crac-";

    private static final String LOGGING = "log4j2.xml";
    private static final Pattern ASSET = Pattern.compile("asset\\.[0-9a-f]{64}");

    /** By the assets' names, which say what is in them: platforms of several stages in one process share them too. */
    private static final Map<List<String>, ClassLoader> SHARED = new ConcurrentHashMap<>();

    private static final Map<Path, Boolean> OF_ONE_FUNCTION = new ConcurrentHashMap<>();

    private LayerLoaders() {}

    /** The loader of those of {@code jars} that functions share. */
    static ClassLoader shared(List<Path> jars) {
        List<String> names = jars.stream().map(LayerLoaders::asset).toList();
        return SHARED.computeIfAbsent(names, _ -> load(jars));
    }

    /** The name of a file within the folder that is named for its content. */
    private static String asset(Path jar) {
        for (Path at = jar.toAbsolutePath(); at != null && at.getFileName() != null; at = at.getParent()) {
            if (ASSET.matcher(at.getFileName().toString()).matches()) {
                return at.getFileName() + "/" + at.relativize(jar.toAbsolutePath());
            }
        }
        return jar.toAbsolutePath().toString();
    }

    private static ClassLoader load(List<Path> jars) {
        List<Path> shared = jars.stream()
                .filter(j -> !ofOneFunction(j) || fileName(j).startsWith(HOOKS))
                .toList();
        ClassLoader loader = new LayerLoader(urls(shared), logging(jars));
        if (shared.stream().anyMatch(j -> fileName(j).startsWith("aws-embedded-metrics-"))) {
            writeMetricsAsOnLambda(loader);
        }
        return loader;
    }

    /** Where the layers configure logging: in a jar of our own, which only functions load classes from. */
    private static @Nullable URL logging(List<Path> jars) {
        try (URLClassLoader all = new URLClassLoader(urls(jars), null)) {
            return all.findResource(LOGGING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the layers", e);
        }
    }

    /** Shared classes, which find the configuration of logging as if all jars were one class path. */
    private static final class LayerLoader extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        private final @Nullable URL logging;

        LayerLoader(URL[] jars, @Nullable URL logging) {
            super("layers", jars, new RuntimeClassLoader());
            this.logging = logging;
        }

        @Override
        public @Nullable URL findResource(String name) {
            return name.equals(LOGGING) ? logging : super.findResource(name);
        }
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
        return OF_ONE_FUNCTION.computeIfAbsent(jar, LayerLoaders::isOfOneFunction);
    }

    private static boolean isOfOneFunction(Path jar) {
        if (fileName(jar).startsWith(HOOKS)) {
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
