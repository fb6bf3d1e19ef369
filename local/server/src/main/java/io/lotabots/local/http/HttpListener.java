package io.lotabots.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The loopback port on which the HTTP API is served: reads requests within limits, writes answers and the access log. */
public final class HttpListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HttpListener(HttpServer server) {
        this.server = server;
    }

    /**
     * Takes the port, without serving yet. Must be the first use of the JDK's server in this process, whose limits are
     * read once.
     *
     * @param port 0 for any free one
     * @throws BindException when it is taken
     */
    public static HttpListener bind(int port) throws IOException {
        Map<String, String> limits = Map.of(
                "sun.net.httpserver.nodelay", "true",
                "sun.net.httpserver.idleInterval", "60",
                "sun.net.httpserver.maxReqHeaders", "200",
                "sun.net.httpserver.maxReqHeaderSize", "65536",
                "sun.net.httpserver.maxReqTime", "60",
                "sun.net.httpserver.maxRspTime", "120",
                "jdk.httpserver.maxConnections", "4096");
        limits.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        return new HttpListener(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Begins to serve.
     *
     * @param trustProxy whether {@code X-Real-IP} or {@code X-Forwarded-For} name the client
     * @param accessLog takes one line for each request
     */
    public void serve(HttpApi api, InstantSource clock, boolean trustProxy, Consumer<String> accessLog) {
        server.setExecutor(threads);
        ClientAddress addresses = new ClientAddress(trustProxy);
        server.createContext("/", exchange -> handle(exchange, api, clock, addresses, accessLog));
        server.start();
    }

    private void handle(
            HttpExchange exchange,
            HttpApi api,
            InstantSource clock,
            ClientAddress addresses,
            Consumer<String> accessLog)
            throws IOException {
        long started = System.nanoTime();
        try (exchange) {
            Request request = request(exchange, clock, addresses);
            HttpApi.Answered answered = answer(exchange, request, api);
            write(exchange, request, answered.answer());
            accessLog.accept(AccessLog.line(
                    request,
                    answered.routeKey(),
                    answered.answer().status(),
                    answered.answer().body().length,
                    (System.nanoTime() - started) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpApi.Answered answer(HttpExchange exchange, Request request, HttpApi api)
            throws InterruptedException {
        if (headerBytes(exchange) > HttpApi.MAX_HEADER_BYTES) {
            return new HttpApi.Answered(Answer.message(431, "Request Header Fields Too Large"), "-");
        }
        try {
            return api.answer(request);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot answer " + request.method() + " " + request.path(), e);
            return new HttpApi.Answered(Answer.internalError(), "-");
        }
    }

    private static Request request(HttpExchange exchange, InstantSource clock, ClientAddress addresses)
            throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
        String source = addresses.of(peer, headers);
        forwarded(headers, peer, exchange.getLocalAddress().getPort());
        String query = exchange.getRequestURI().getRawQuery();
        String path = exchange.getRequestURI().getRawPath();
        return new Request(
                exchange.getRequestMethod(),
                path == null || !path.startsWith("/") ? "/" : path,
                query == null ? "" : query,
                exchange.getProtocol(),
                headers,
                // One byte beyond the limit is enough to refuse.
                exchange.getRequestBody().readNBytes(HttpApi.MAX_BODY_BYTES + 1),
                source,
                clock.instant(),
                requestId());
    }

    /** Adds what API Gateway adds: who called, and how. */
    private static void forwarded(Map<String, List<String>> headers, String peer, int port) {
        List<String> hops = new ArrayList<>(headers.getOrDefault("x-forwarded-for", List.of()));
        hops.add(peer);
        headers.put("x-forwarded-for", List.of(String.join(", ", hops)));
        headers.put("x-forwarded-port", List.of(Integer.toString(port)));
        headers.put("x-forwarded-proto", List.of("http"));
    }

    private static void write(HttpExchange exchange, Request request, Answer answer) throws IOException {
        answer.headers().forEach(h -> exchange.getResponseHeaders().add(h.getKey(), h.getValue()));
        exchange.getResponseHeaders().set("apigw-requestid", request.id());
        boolean bodiless = request.method().equals("HEAD")
                || answer.body().length == 0
                || answer.status() == 204
                || answer.status() == 304;
        if (request.method().equals("HEAD")) {
            exchange.getResponseHeaders().set("content-length", Integer.toString(answer.body().length));
        }
        exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private static int headerBytes(HttpExchange exchange) {
        int bytes = exchange.getRequestMethod().length()
                + exchange.getRequestURI().toString().length()
                + exchange.getProtocol().length();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            for (String value : header.getValue()) {
                bytes += header.getKey().length() + value.getBytes(StandardCharsets.UTF_8).length + 4;
            }
        }
        return bytes;
    }

    /** Sixteen characters, as API Gateway's request ids. */
    private static String requestId() {
        byte[] random = new byte[11];
        ThreadLocalRandom.current().nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
