package io.lotabots.ledger;

import io.lotabots.platform.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * How many requests to the store are under way at once: requests that do not depend on one another. What they consume
 * counts for the request on whose thread they were asked for.
 */
@FunctionalInterface
interface Fan {
    /** Does the work for every item; when one fails, no other is begun, and that is thrown after the rest have ended. */
    <T> void each(List<T> items, Consumer<T> work);

    /** One after the other. */
    static Fan inOrder() {
        return List::forEach;
    }

    /** At most {@code width} at once. */
    static Fan wide(int width) {
        return new Fan() {
            @Override
            public <T> void each(List<T> items, Consumer<T> work) {
                Semaphore free = new Semaphore(width);
                AtomicBoolean failed = new AtomicBoolean();
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<?>> begun = new ArrayList<>();
                    for (T item : items) {
                        free.acquireUninterruptibly();
                        if (failed.get()) {
                            break;
                        }
                        begun.add(threads.submit(Telemetry.carried(() -> {
                            boolean done = false;
                            try {
                                work.accept(item);
                                done = true;
                            } finally {
                                failed.compareAndSet(false, !done);
                                free.release();
                            }
                            return done;
                        })));
                    }
                    await(begun);
                }
            }
        };
    }

    private static void await(List<Future<?>> begun) {
        for (Future<?> one : begun) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a request to the store failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the store was asked", e);
            }
        }
    }
}
