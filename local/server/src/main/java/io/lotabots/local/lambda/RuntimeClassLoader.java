package io.lotabots.local.lambda;

/**
 * What the Java runtime of Lambda itself puts before a function's classes: the handler interfaces and the serialisers,
 * and nothing else of this program's class path, so that a class that no layer holds is missing here too.
 */
final class RuntimeClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    RuntimeClassLoader() {
        super("lambda-runtime", ClassLoader.getPlatformClassLoader());
    }

    /** Whether the runtime provides {@code name}; the event classes are a library that functions bring along. */
    static boolean provides(String name) {
        return name.startsWith("com.amazonaws.lambda.thirdparty.")
                || (name.startsWith("com.amazonaws.services.lambda.runtime.")
                        && !name.startsWith("com.amazonaws.services.lambda.runtime.events."));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (provides(name)) {
            return Class.forName(name, false, RuntimeClassLoader.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
