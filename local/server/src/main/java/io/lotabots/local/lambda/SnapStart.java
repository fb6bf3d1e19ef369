package io.lotabots.local.lambda;

import io.lotabots.local.lambda.InstanceFactory.InitException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;

/** Runs the SnapStart hooks that an instance registers, as the runtime interface client does around a snapshot. */
final class SnapStart {
    private final Object registry;

    private SnapStart(Object registry) {
        this.registry = registry;
    }

    /** The hooks of the function behind {@code loader}. */
    static SnapStart of(ClassLoader loader) throws InitException {
        try {
            return new SnapStart(Class.forName("com.amazonaws.services.lambda.crac.Core", true, loader)
                    .getMethod("getGlobalContext")
                    .invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new InitException(e);
        }
    }

    /**
     * Forgets the hooks of instances made before. On AWS each instance is a process and knows only its own; here the
     * instances of a function share their classes.
     */
    void forget() throws InitException {
        try {
            Field queue = registry.getClass().getDeclaredField("checkpointQueue");
            queue.setAccessible(true);
            ((Map<?, ?>) queue.get(registry)).clear();
        } catch (ReflectiveOperationException e) {
            throw new InitException(e);
        }
    }

    void checkpointAndRestore() throws InitException {
        call("beforeCheckpoint");
        call("afterRestore");
    }

    private void call(String hook) throws InitException {
        Method method = Arrays.stream(registry.getClass().getMethods())
                .filter(m -> m.getName().equals(hook) && m.getParameterCount() == 1)
                .findFirst()
                .orElseThrow(() -> new InitException("Runtime.Hooks", "no hook " + hook));
        try {
            method.invoke(registry, (Object) null);
        } catch (InvocationTargetException e) {
            throw new InitException(withSuppressed(e.getCause() == null ? e : e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new InitException(e);
        }
    }

    /** The registry wraps what hooks throw and keeps it among the suppressed. */
    private static Throwable withSuppressed(Throwable thrown) {
        return thrown.getMessage() == null && thrown.getSuppressed().length > 0 ? thrown.getSuppressed()[0] : thrown;
    }
}
