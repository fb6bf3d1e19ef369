package io.lotabots.local.lambda;

import io.lotabots.local.lambda.InstanceFactory.InitException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

/**
 * Runs the SnapStart hooks that an instance registers, as the runtime interface client does around a snapshot: before
 * it in the reverse order of registration, after it in that order.
 *
 * <p>The hooks are called one by one instead of through the registry, whose restore also clears the name cache of the
 * process by native code that only Lambda's own process has.
 */
final class SnapStart {
    private static final String PACKAGE = "com.amazonaws.services.lambda.crac.";

    private final ClassLoader loader;
    private final Object registry;

    private SnapStart(ClassLoader loader, Object registry) {
        this.loader = loader;
        this.registry = registry;
    }

    /** The hooks of the function behind {@code loader}. */
    static SnapStart of(ClassLoader loader) throws InitException {
        try {
            return new SnapStart(
                    loader,
                    Class.forName(PACKAGE + "Core", true, loader)
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
            Field queue = accessible(registry.getClass().getDeclaredField("checkpointQueue"));
            ((Map<?, ?>) queue.get(registry)).clear();
        } catch (ReflectiveOperationException e) {
            throw new InitException(e);
        }
    }

    void checkpointAndRestore() throws InitException {
        call("beforeCheckpoint", "getCheckpointQueueReverseOrderOfRegistration");
        call("afterRestore", "getCheckpointQueueForwardOrderOfRegistration");
    }

    private void call(String hook, String order) throws InitException {
        try {
            Method ordered = accessible(registry.getClass().getDeclaredMethod(order));
            Method method = Class.forName(PACKAGE + "Resource", true, loader)
                    .getMethod(hook, Class.forName(PACKAGE + "Context", true, loader));
            for (Object resource : (List<?>) ordered.invoke(registry)) {
                method.invoke(resource, registry);
            }
        } catch (InvocationTargetException e) {
            throw new InitException(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new InitException(e);
        }
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }
}
