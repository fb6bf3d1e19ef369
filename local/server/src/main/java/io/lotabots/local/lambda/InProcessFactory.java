package io.lotabots.local.lambda;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Makes instances of one function in this process, all from one class loader. */
final class InProcessFactory implements InstanceFactory {
    private final FunctionDefinition definition;
    private @Nullable FunctionLoader loader;

    InProcessFactory(FunctionDefinition definition) {
        this.definition = definition;
    }

    private FunctionLoader loader() throws InitException {
        try {
            FunctionLoader known = loader == null ? new FunctionLoader(definition) : loader;
            loader = known;
            return known;
        } catch (UncheckedIOException e) {
            throw new InitException(e);
        }
    }

    @Override
    public synchronized Instance create() throws InitException {
        FunctionLoader classes = loader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            SnapStart hooks = SnapStart.of(classes);
            hooks.forget();
            Handler handler = Handler.load(definition.handler(), classes);
            if (definition.snapStart()) {
                hooks.checkpointAndRestore();
            }
            return new InProcessInstance(definition, handler, classes);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
