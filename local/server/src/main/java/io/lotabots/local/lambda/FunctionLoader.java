package io.lotabots.local.lambda;

import com.amazonaws.services.lambda.crac.Core;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one function, its own first, and its environment as the resource {@code /lotabots.env}
 * ({@link Properties} format): a process has one environment, several functions need several.
 */
final class FunctionLoader extends URLClassLoader {
    static final String ENVIRONMENT = "lotabots.env";

    private static final String HOOKS = "com.amazonaws.services.lambda.crac.";

    static {
        registerAsParallelCapable();
    }

    private final byte[] environment;

    FunctionLoader(FunctionDefinition function) {
        super(function.name(), LayerLoaders.urls(own(function)), LayerLoaders.shared(function.layers()));
        this.environment = properties(function.environment());
    }

    private static List<Path> own(FunctionDefinition function) {
        List<Path> paths = new ArrayList<>();
        paths.add(function.code());
        if (Files.isDirectory(function.code())) {
            paths.addAll(FunctionReader.jars(function.code().resolve("lib")));
        }
        function.layers().stream().filter(LayerLoaders::ofOneFunction).forEach(paths::add);
        return paths;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            @Nullable Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            if (name.startsWith("java.") || RuntimeClassLoader.provides(name)) {
                return super.loadClass(name, resolve);
            }
            return name.startsWith(HOOKS) ? hooks(name) : ownFirst(name, resolve);
        }
    }

    private Class<?> ownFirst(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notOwn) {
            return super.loadClass(name, resolve);
        }
    }

    /** The runtime's registry of SnapStart hooks, a copy for this function. */
    private Class<?> hooks(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (@Nullable InputStream in = Core.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        if (name.equals(ENVIRONMENT)) {
            return environmentUrl();
        }
        @Nullable URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        return name.equals(ENVIRONMENT) ? new ByteArrayInputStream(environment) : super.getResourceAsStream(name);
    }

    private URL environmentUrl() {
        try {
            return URL.of(URI.create("lotabots:/" + ENVIRONMENT), new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(environment);
                        }
                    };
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] properties(Map<String, String> environment) {
        Properties properties = new Properties();
        properties.putAll(environment);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
