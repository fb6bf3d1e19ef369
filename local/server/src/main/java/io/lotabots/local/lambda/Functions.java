package io.lotabots.local.lambda;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every function that runs, by name or ARN. */
public final class Functions implements AutoCloseable {
    /** How functions run. */
    public enum Mode {
        IN_PROCESS(32),
        OWN_PROCESS(4);

        private final int bound;

        Mode(int bound) {
            this.bound = bound;
        }
    }

    private final Map<String, LambdaFunction> byName = new LinkedHashMap<>();

    /** Functions for {@code definitions}; instances start with the first request. */
    public Functions(List<FunctionDefinition> definitions, Mode mode) {
        for (FunctionDefinition definition : definitions) {
            InstanceFactory factory =
                    mode == Mode.IN_PROCESS ? new InProcessFactory(definition) : new ProcessFactory(definition);
            byName.put(definition.name(), new LambdaFunction(definition, factory, mode.bound));
        }
    }

    public Collection<LambdaFunction> all() {
        return byName.values();
    }

    /** The function with this name, ARN, or ARN with a version or alias. */
    public Optional<LambdaFunction> find(String nameOrArn) {
        String name = nameOrArn;
        if (nameOrArn.startsWith("arn:")) {
            String[] parts = nameOrArn.split(":", -1);
            name = parts.length > 6 ? parts[6] : "";
        }
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public void close() {
        byName.values().forEach(LambdaFunction::close);
    }
}
