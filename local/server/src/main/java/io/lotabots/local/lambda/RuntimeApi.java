package io.lotabots.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The Lambda Runtime API for one process, on a loopback port of its own: a process that is killed leaves its long poll
 * behind, which would swallow the next process's request.
 *
 * <p>Source: AWS Lambda developer guide, "Using the Lambda runtime API", version 2018-06-01.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    private final FunctionDefinition function;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SynchronousQueue<Invocation> next = new SynchronousQueue<>();
    private final CompletableFuture<String> initialised = new CompletableFuture<>();
    private volatile CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private volatile String running = "";

    RuntimeApi(FunctionDefinition function) throws IOException {
        this.function = function;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT, this::handle);
        server.start();
    }

    /** {@code host:port}, for {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Completes when the process first asks for work: empty, or with the error that ended its initialisation. */
    CompletableFuture<String> initialised() {
        return initialised;
    }

    /** Hands {@code invocation} to the process, if it asks for work before the deadline; completes with its answer. */
    CompletableFuture<Outcome> offer(Invocation invocation) throws InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        running = invocation.requestId();
        answer = outcome;
        if (!next.offer(invocation, invocation.remainingMillis(), TimeUnit.MILLISECONDS)) {
            outcome.complete(InProcessInstance.timedOut(invocation, function));
        }
        return outcome;
    }

    /** Ends what waits, because the process did. */
    void processEnded(int exitCode) {
        initialised.complete("Runtime.ExitError: process ended with exit code " + exitCode);
        answer.complete(
                Outcome.failed(Outcome.Status.ERROR, "Runtime.ExitError", "Runtime exited with exit code " + exitCode));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(ROOT.length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "restore/next" -> reply(exchange, 200, new byte[0]);
                case "init/error", "restore/error" -> {
                    initialised.complete(new String(body, StandardCharsets.UTF_8));
                    reply(exchange, 202, ACCEPTED);
                }
                case String p
                when p.equals("invocation/" + running + "/response") -> {
                    answer.complete(Outcome.ok(body));
                    reply(exchange, 202, ACCEPTED);
                }
                case String p
                when p.equals("invocation/" + running + "/error") -> {
                    answer.complete(new Outcome(Outcome.Status.ERROR, body));
                    reply(exchange, 202, ACCEPTED);
                }
                default -> reply(exchange, 404, "{\"errorType\":\"NotFound\"}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        initialised.complete("");
        Invocation invocation = next.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.set(
                "Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + invocation.remainingMillis()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", function.arn());
        headers.set("Content-Type", "application/json");
        reply(exchange, 200, invocation.payload());
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
