package io.lotabots.local.lambda;

import org.jspecify.annotations.Nullable;

/** Makes instances of one function in this process, all from one class loader. */
final class InProcessFactory implements InstanceFactory {
    private final FunctionDefinition definition;
    private final LayerLoaders layers;
    private @Nullable FunctionLoader loader;

    InProcessFactory(FunctionDefinition definition, LayerLoaders layers) {
        this.definition = definition;
        this.layers = layers;
    }

    @Override
    public synchronized Instance create() throws InitException {
        FunctionLoader classes = loader == null ? new FunctionLoader(definition, layers) : loader;
        loader = classes;
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
