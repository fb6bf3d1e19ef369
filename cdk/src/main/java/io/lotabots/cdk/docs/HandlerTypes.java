package io.lotabots.cdk.docs;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * The request and answer of a handler class, read from its superclass {@code Endpoint<Request, Answer>} without running
 * it.
 */
record HandlerTypes(Class<?> request, Type answer) {

    private static final String ENDPOINT = "io.lotabots.platform.Endpoint";

    /** The types of a class by its full name; empty when there is no such class or it is no endpoint. */
    static Optional<HandlerTypes> of(String className) {
        try {
            return of(Class.forName(className, false, HandlerTypes.class.getClassLoader()));
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        }
    }

    static Optional<HandlerTypes> of(Class<?> handler) {
        for (Class<?> type = handler; type != null && type != Object.class; type = type.getSuperclass()) {
            if (type.getGenericSuperclass() instanceof ParameterizedType generic
                    && ((Class<?>) generic.getRawType()).getName().equals(ENDPOINT)
                    && generic.getActualTypeArguments()[0] instanceof Class<?> request) {
                return Optional.of(new HandlerTypes(request, generic.getActualTypeArguments()[1]));
            }
        }
        return Optional.empty();
    }
}
