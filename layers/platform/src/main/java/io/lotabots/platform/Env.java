package io.lotabots.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The environment of a function, and the only reader of it.
 *
 * <p>A runtime that hosts several functions in one process gives each its own by serving a class path resource
 * {@code /lotabots.env} ({@link Properties} format) from that function's class loader; elsewhere it is the process's.
 */
public final class Env {
    private final Map<String, String> values;

    private Env(Map<String, String> values) {
        this.values = values;
    }

    /** The environment of the function that this class was loaded for. */
    public static Env ofFunction() {
        try (InputStream own = Env.class.getResourceAsStream("/lotabots.env")) {
            if (own == null) {
                return new Env(System.getenv());
            }
            Properties properties = new Properties();
            properties.load(own);
            return of(properties.entrySet().stream()
                    .collect(Collectors.toMap(
                            e -> e.getKey().toString(), e -> e.getValue().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An environment of the given values, for tests. */
    public static Env of(Map<String, String> values) {
        return new Env(Map.copyOf(values));
    }

    /** The value of {@code name}, absent when it is not set or empty. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
    }

    /** The value of {@code name}. @throws IllegalStateException naming the variable, when it is not set */
    public String get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("environment variable " + name + " is not set"));
    }

    /** The whole number at {@code name}. @throws IllegalStateException naming the variable, when it is none */
    public long number(String name) {
        String text = get(name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("environment variable " + name + " is not a whole number: " + text, e);
        }
    }

    /** Whether {@code name} is {@code true}; anything else but {@code false} is refused. */
    public boolean flag(String name) {
        return switch (get(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalStateException("environment variable " + name + " is neither true nor false");
        };
    }
}
