package io.lotabots.local.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A handler object and the one thread on which it runs. */
final class InProcessInstance implements Instance {
    private static final int MAX_FRAMES = 50;

    private final FunctionDefinition definition;
    private final Handler handler;
    private final ExecutorService thread;

    InProcessInstance(FunctionDefinition definition, Handler handler, ClassLoader loader) {
        this.definition = definition;
        this.handler = handler;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created =
                    Thread.ofPlatform().daemon().name(definition.name()).unstarted(task);
            created.setContextClassLoader(loader);
            return created;
        });
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        Future<byte[]> answer = thread.submit(
                () -> handler.handle(invocation.payload(), new InvocationContext(definition, invocation)));
        try {
            return Outcome.ok(answer.get(invocation.remainingMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return error(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return timedOut(invocation, definition);
        }
    }

    static Outcome timedOut(Invocation invocation, FunctionDefinition definition) {
        return Outcome.failed(
                Outcome.Status.TIMEOUT,
                "Sandbox.Timedout",
                "RequestId: " + invocation.requestId() + " Error: Task timed out after "
                        + definition.timeout().toSeconds() + ".00 seconds");
    }

    private static Outcome error(Throwable thrown) {
        ObjectNode error = JsonNodeFactory.instance
                .objectNode()
                .put("errorMessage", thrown.getMessage())
                .put("errorType", thrown.getClass().getName());
        ArrayNode frames = error.putArray("stackTrace");
        StackTraceElement[] trace = thrown.getStackTrace();
        for (int i = 0; i < Math.min(MAX_FRAMES, trace.length); i++) {
            frames.add(trace[i].toString());
        }
        return new Outcome(Outcome.Status.ERROR, error.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean usable() {
        return !thread.isShutdown();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
