package io.lotabots.cdk.model;

import java.util.List;

/**
 * A service: what it owns, and every function of it.
 *
 * @param name lower-case; the last part of its stacks' names
 * @param artefact the Maven module under {@code functions/} whose jar holds its classes, and their package's last part
 * @param layers the modules under {@code layers/} that its functions stand on, at most {@value #MOST_LAYERS}
 */
public record Service(
        String name, String artefact, List<Store> owns, List<Declaration> functions, List<String> layers) {

    /** What most services stand on. */
    public static final List<String> LAYERS = List.of("platform", "crypto", "settlement", "aws");

    /** As many layers as a function may have (Lambda quotas). */
    public static final int MOST_LAYERS = 5;

    /** As many endpoints as fit a stack of 500 resources with room to spare. */
    public static final int MOST_ENDPOINTS = 35;

    public Service {
        owns = List.copyOf(owns);
        functions = List.copyOf(functions);
        layers = List.copyOf(layers);
        if (layers.size() > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "service " + name + " may have at most " + MOST_LAYERS + " layers, got: " + layers);
        }
        if (functions.size() > MOST_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "service " + name + " may have at most " + MOST_ENDPOINTS + " endpoints, got: " + functions.size());
        }
    }

    /** A service that stands on the layers of most. */
    public Service(String name, String artefact, List<Store> owns, List<Declaration> functions) {
        this(name, artefact, owns, functions, LAYERS);
    }

    /** The same service on layers of its own choice. */
    public Service on(String... layers) {
        return new Service(name, artefact, owns, functions, List.of(layers));
    }

    /** The full name of a function's class. */
    public String className(Declaration function) {
        return "io.lotabots." + artefact + "." + function.handler();
    }
}
