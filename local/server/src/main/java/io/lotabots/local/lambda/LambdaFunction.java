package io.lotabots.local.lambda;

import io.lotabots.local.lambda.InstanceFactory.InitException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A function and its pool of instances. Thread-safe.
 *
 * <p>A function with reserved concurrency throttles beyond it, as on AWS. Another may run {@code bound} instances at
 * once on this machine; further requests wait, where AWS would start more.
 */
public final class LambdaFunction implements AutoCloseable {
    /** Lambda's limit of a synchronous request, and of its answer: 6 MB. */
    public static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(LambdaFunction.class.getName());

    private final FunctionDefinition definition;
    private final InstanceFactory factory;
    private final Semaphore permits;
    private final boolean throttles;
    private final Deque<Instance> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    LambdaFunction(FunctionDefinition definition, InstanceFactory factory, int bound) {
        this.definition = definition;
        this.factory = factory;
        this.throttles = definition.reservedConcurrency().isPresent();
        this.permits = new Semaphore(
                throttles ? Math.min(bound, definition.reservedConcurrency().getAsInt()) : bound, true);
    }

    public FunctionDefinition definition() {
        return definition;
    }

    /** Runs one request and waits for its outcome. */
    public Outcome invoke(byte[] payload) throws InterruptedException {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return Outcome.failed(
                    Outcome.Status.TOO_LARGE,
                    "RequestTooLargeException",
                    payload.length + " byte payload is too large: at most " + MAX_PAYLOAD_BYTES);
        }
        if (closed || !admit()) {
            return Outcome.failed(Outcome.Status.THROTTLED, "TooManyRequestsException", "Rate Exceeded.");
        }
        try {
            return logged(run(payload));
        } finally {
            permits.release();
        }
    }

    private boolean admit() throws InterruptedException {
        return throttles
                ? permits.tryAcquire()
                : permits.tryAcquire(definition.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Outcome run(byte[] payload) throws InterruptedException {
        Instance instance;
        try {
            instance = instance();
        } catch (InitException e) {
            LOG.log(System.Logger.Level.ERROR, () -> definition.name() + " cannot start: " + e.type(), e.getCause());
            return Outcome.failed(Outcome.Status.ERROR, e.type(), String.valueOf(e.getMessage()));
        }
        boolean finished = false;
        try {
            Outcome outcome = bounded(instance.run(Invocation.of(payload, definition)));
            finished = outcome.status() != Outcome.Status.TIMEOUT && instance.usable() && !closed;
            return outcome;
        } finally {
            if (finished) {
                idle.push(instance);
            } else {
                instance.close();
            }
        }
    }

    private Instance instance() throws InitException, InterruptedException {
        @Nullable Instance waiting = idle.poll();
        while (waiting != null && !waiting.usable()) {
            waiting.close();
            waiting = idle.poll();
        }
        return waiting != null ? waiting : factory.create();
    }

    private static Outcome bounded(Outcome outcome) {
        return outcome.payload().length <= MAX_PAYLOAD_BYTES
                ? outcome
                : Outcome.failed(
                        Outcome.Status.ERROR,
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (" + MAX_PAYLOAD_BYTES
                                + " bytes).");
    }

    private Outcome logged(Outcome outcome) {
        if (outcome.status() != Outcome.Status.OK) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> definition.name() + " " + outcome.status() + " "
                            + new String(
                                    outcome.payload(),
                                    0,
                                    Math.min(2000, outcome.payload().length),
                                    StandardCharsets.UTF_8));
        }
        return outcome;
    }

    /** Stops every idle instance; those that run are stopped when they end. */
    @Override
    public void close() {
        closed = true;
        for (Instance instance = idle.poll(); instance != null; instance = idle.poll()) {
            instance.close();
        }
    }
}
