package io.lotabots.cdk.model;

import java.util.List;

/**
 * A service: what it owns, and every function of it.
 *
 * @param name lower-case; the last part of its stacks' names
 * @param artefact the Maven module under {@code functions/} whose jar holds its classes, and their package's last part
 */
public record Service(String name, String artefact, List<Store> owns, List<Declaration> functions) {

    /** As many endpoints as fit a stack of 500 resources with room to spare. */
    public static final int MOST_ENDPOINTS = 35;

    public Service {
        owns = List.copyOf(owns);
        functions = List.copyOf(functions);
        if (functions.size() > MOST_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "service " + name + " may have at most " + MOST_ENDPOINTS + " endpoints, got: " + functions.size());
        }
    }

    /** The full name of a function's class. */
    public String className(Declaration function) {
        return "io.lotabots." + artefact + "." + function.handler();
    }
}
