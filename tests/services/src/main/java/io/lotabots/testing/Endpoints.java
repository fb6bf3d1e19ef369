package io.lotabots.testing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Endpoints of a service in tests: found, made, asked. */
public final class Endpoints {
    private static final JsonMapper JSON = new JsonMapper();

    private Endpoints() {}

    /** Every endpoint class of the service that {@code one} belongs to, by name. */
    public static List<Class<?>> beside(Class<?> one) {
        try {
            Path root = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files =
                    Files.list(root.resolve(one.getPackageName().replace('.', '/')))) {
                return files.map(f -> f.getFileName().toString())
                        .filter(f -> f.endsWith(".class") && !f.contains("$"))
                        .map(f -> one.getPackageName() + "." + f.substring(0, f.length() - ".class".length()))
                        .sorted()
                        .<Class<?>>map(name -> load(name, one.getClassLoader()))
                        .filter(type ->
                                Endpoint.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** An endpoint over the stores of {@code aws}, by the constructor that its tests have. */
    public static Endpoint<?, ?> of(Class<?> type, Aws aws) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Aws.class);
            constructor.setAccessible(true);
            return (Endpoint<?, ?>) constructor.newInstance(aws);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no constructor that takes Aws", e);
        }
    }

    /** The sample event of an endpoint. */
    public static APIGatewayV2HTTPEvent sample(Class<?> type) {
        try {
            return SampleEvents.of(type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an endpoint answers to an event. */
    public static APIGatewayV2HTTPResponse send(Endpoint<?, ?> endpoint, APIGatewayV2HTTPEvent event) {
        return endpoint.handleRequest(event, context());
    }

    /** The body of an answer. */
    public static JsonNode json(APIGatewayV2HTTPResponse response) {
        try {
            return JSON.readTree(response.getBody());
        } catch (IOException e) {
            throw new UncheckedIOException(response.getBody(), e);
        }
    }

    /** An invocation that nobody asks about: numbers are 0 and texts are absent. */
    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Endpoints.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, _) -> method.getReturnType() == int.class
                        ? 0
                        : method.getReturnType() == String.class ? "test" : null);
    }
}
