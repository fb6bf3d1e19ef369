package io.lotabots.clients;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Someone at the keyboard who has made up his mind; it keeps what he was asked. */
public final class Typist implements Terminal {
    private final Deque<String> lines = new ArrayDeque<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** What he will type. */
    public Typist types(String... typed) {
        lines.addAll(List.of(typed));
        return this;
    }

    /** Sets an environment variable. */
    public Typist with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The questions so far; those without echo begin with {@code secret}. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public boolean isThere() {
        return !lines.isEmpty();
    }

    @Override
    public Optional<String> line(String question) {
        asked.add(question);
        return Optional.ofNullable(lines.poll());
    }

    @Override
    public Optional<char[]> secret(String question) {
        asked.add("secret " + question);
        return Optional.ofNullable(lines.poll()).map(String::toCharArray);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }
}
