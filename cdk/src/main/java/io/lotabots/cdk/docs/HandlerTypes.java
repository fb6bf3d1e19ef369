package io.lotabots.cdk.docs;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The request and answer of a handler class, read from its superclass {@code Endpoint<Request, Answer>} without running
 * it. An endpoint whose status or type varies answers a {@code Reply}; its shape is then what it says by
 * {@code Answering<Answer>}, else its nested record {@code Answer}, when it has one.
 *
 * @param fixed whether every good answer has status 200
 * @param opaque whether the body is no JSON, so that the request's fields are in path and query
 * @param query whether the query's parameters are fields too, whatever the method
 * @param sole whether the body may be one text alone, too
 */
record HandlerTypes(
        Class<?> request, Optional<Type> answer, boolean fixed, boolean opaque, boolean query, boolean sole) {

    private static final String ENDPOINT = "io.lotabots.platform.Endpoint";
    private static final String ANSWERING = "io.lotabots.platform.Answering";
    private static final String REPLY = "io.lotabots.platform.Reply";

    /** The types of a class by its full name; empty when there is no such class or it is no endpoint. */
    static Optional<HandlerTypes> of(String className) {
        try {
            return of(Class.forName(className, false, HandlerTypes.class.getClassLoader()));
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        }
    }

    static Optional<HandlerTypes> of(Class<?> handler) {
        // What stands between a handler and the endpoint of all takes the same two types in the same order.
        return lineage(handler).anyMatch(type -> type.getName().equals(ENDPOINT))
                        && handler.getGenericSuperclass() instanceof ParameterizedType generic
                        && generic.getActualTypeArguments()[0] instanceof Class<?> request
                ? Optional.of(of(handler, request, generic.getActualTypeArguments()[1]))
                : Optional.empty();
    }

    private static Stream<Class<?>> lineage(Class<?> handler) {
        return Stream.iterate(handler, Objects::nonNull, Class::getSuperclass);
    }

    private static HandlerTypes of(Class<?> handler, Class<?> request, Type answer) {
        boolean opaque = says(handler, "bodyIsOpaque");
        boolean query = says(handler, "queryIsRead");
        boolean sole = says(handler, "soleField");
        if (!answer.getTypeName().equals(REPLY)) {
            return new HandlerTypes(request, Optional.of(answer), true, opaque, query, sole);
        }
        Optional<Type> said = Stream.of(handler.getGenericInterfaces())
                .filter(type -> type instanceof ParameterizedType generic
                        && generic.getRawType().getTypeName().equals(ANSWERING))
                .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
                .findFirst();
        Optional<Type> nested = Stream.<Class<?>>of(handler.getDeclaredClasses())
                .filter(type -> type.isRecord() && type.getSimpleName().equals("Answer"))
                .findFirst()
                .map(type -> type);
        return new HandlerTypes(request, said.or(() -> nested), false, opaque, query, sole);
    }

    private static boolean says(Class<?> handler, String name) {
        return lineage(handler)
                .takeWhile(type -> !type.getName().equals(ENDPOINT))
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .anyMatch(method -> method.getName().equals(name));
    }
}
