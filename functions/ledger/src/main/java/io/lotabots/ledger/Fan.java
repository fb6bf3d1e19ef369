package io.lotabots.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** How many requests to the store are under way at once: requests that do not depend on one another. */
@FunctionalInterface
interface Fan {
    /** Does the work for every item; when one fails, that is thrown after all have ended. */
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
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<?>> done = new ArrayList<>();
                    for (T item : items) {
                        free.acquireUninterruptibly();
                        done.add(threads.submit(() -> {
                            try {
                                work.accept(item);
                            } finally {
                                free.release();
                            }
                        }));
                    }
                    await(done);
                }
            }
        };
    }

    private static void await(List<Future<?>> done) {
        for (Future<?> one : done) {
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
