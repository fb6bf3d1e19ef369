package io.lotabots.local.lambda;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that runs one function, and the Runtime API that it talks to. */
final class ProcessInstance implements Instance {
    private static final System.Logger LOG = System.getLogger(ProcessInstance.class.getName());

    private final FunctionDefinition definition;
    private final RuntimeApi api;
    private final Process process;
    private final CompletableFuture<Void> ended;

    ProcessInstance(FunctionDefinition definition, RuntimeApi api, Process process) {
        this.definition = definition;
        this.api = api;
        this.process = process;
        this.ended = process.onExit().thenAccept(p -> api.processEnded(p.exitValue()));
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        try {
            CompletableFuture<Outcome> answer = api.offer(invocation);
            return answer.get(Math.max(1, invocation.remainingMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return Outcome.failed(Outcome.Status.ERROR, "Runtime.Unknown", String.valueOf(e.getMessage()));
        } catch (TimeoutException e) {
            return InProcessInstance.timedOut(invocation, definition);
        }
    }

    @Override
    public boolean usable() {
        return !ended.isDone() && process.isAlive();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the process had ended", e);
        }
        process.destroyForcibly();
        api.close();
    }
}
