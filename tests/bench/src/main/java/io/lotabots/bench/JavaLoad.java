package io.lotabots.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A load of as many threads as connections, each sending its next request when the last is answered. */
final class JavaLoad implements Load {
    private static final int MAX_PER_CONNECTION = 1_000_000;

    @Override
    public String name() {
        return "a Java client (wrk is not installed)";
    }

    @Override
    public Result run(URI uri, String method, List<String> bodies, int connections, Duration time)
            throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Supplier<HttpRequest> requests = () -> HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofString(
                                bodies.get(Math.floorMod(next.getAndIncrement(), bodies.size()))))
                .build();
        LongAdder failed = new LongAdder();
        List<Future<long[]>> running = new ArrayList<>();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> connection(requests, end, failed)));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long[] nanos = joined(running);
        return new Result(nanos.length / seconds, at(nanos, 0.50), at(nanos, 0.99), failed.sum());
    }

    private static long[] connection(Supplier<HttpRequest> requests, long end, LongAdder failed)
            throws IOException, InterruptedException {
        long[] nanos = new long[1024];
        int count = 0;
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (System.nanoTime() < end && count < MAX_PER_CONNECTION) {
                long sent = System.nanoTime();
                HttpResponse<byte[]> answer = client.send(requests.get(), HttpResponse.BodyHandlers.ofByteArray());
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - sent;
                if (answer.statusCode() / 100 != 2) {
                    failed.increment();
                }
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    private static long[] joined(List<Future<long[]>> parts) throws IOException, InterruptedException {
        long[] all = new long[0];
        for (Future<long[]> part : parts) {
            try {
                long[] more = part.get();
                int from = all.length;
                all = Arrays.copyOf(all, from + more.length);
                System.arraycopy(more, 0, all, from, more.length);
            } catch (ExecutionException e) {
                throw new IOException("a connection failed", e.getCause());
            }
        }
        Arrays.sort(all);
        return all;
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }
}
