package io.lotabots.clients.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node on a free port of this machine that answers as a real one does; each answer can be replaced once or for good. It keeps what it was
 * asked.
 */
public final class SmallNode implements AutoCloseable {
    /** What was asked. */
    public record Asked(String method, String path, String query, String body) {
        /** The body as JSON. */
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError("the client sent no JSON: " + body, e);
            }
        }
    }

    /** What to answer. */
    public record Reply(int status, String body, Map<String, String> headers) {
        /** An answer without headers of its own. */
        public static Reply of(int status, String body) {
            return new Reply(status, body, Map.of());
        }
    }

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replaced = new ConcurrentHashMap<>();
    private final Map<String, Reply> usual = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** Starts it. */
    public SmallNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        usually("/attest/submit", Reply.of(200, """
                {"device":{"arch":"modern","cores":8,"cpu":"x","family":"x86_64","model":"y"},"fingerprint_passed":true,"macs_recorded":1,\
                "measurement_binding_state":"absent","measurement_workload_next":0,"ok":true,"status":"accepted",\
                "temporal_review_flag":false,"ticket_id":"ticket_00000000000000000000000000000000","warthog_bonus":1.0}"""));
        usually("/epoch", Reply.of(200, """
                {"blocks_per_epoch":144,"enrolled_miners":3,"epoch":353,"epoch_pot":1.5,"slot":50868,"total_supply_rtc":8388608}"""));
        usually("/epoch/enroll", Reply.of(200, """
                {"ok":true,"epoch":353,"weight":0.8,"hw_weight":0.8,"miner_pk":"x","miner_id":"y"}"""));
        usually("/lottery/eligibility", Reply.of(200, """
                {"eligible":false,"reason":"not_your_turn","rotation_size":3,"slot":50868,"slot_producer":"z","your_turn_at_slot":50870}"""));
        usually("/headers/ingest_signed", Reply.of(200, "{\"miner\":\"x\",\"ms\":3,\"ok\":true,\"slot\":50868}"));
        usually("/api/miners", Reply.of(200, "{\"miners\":[],\"pagination\":{\"total\":0}}"));
    }

    /** Its address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The answer to a path from now on. */
    public void usually(String path, Reply reply) {
        usual.put(path, reply);
    }

    /** The answer to the next call of a path; several queue up. */
    public void next(String path, Reply reply) {
        replaced.computeIfAbsent(path, key -> new ArrayDeque<>()).add(reply);
    }

    /** Paths asked so far, in order. */
    public List<String> paths() {
        return asked.stream().map(Asked::path).toList();
    }

    /** The last call of a path. */
    public Asked last(String path) {
        return asked.stream().filter(call -> call.path().equals(path)).toList().getLast();
    }

    /** All calls of a path. */
    public List<Asked> all(String path) {
        return asked.stream().filter(call -> call.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var query = exchange.getRequestURI().getRawQuery();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(exchange.getRequestMethod(), path, query == null ? "" : query, body));
        var reply = reply(path);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private Reply reply(String path) {
        var queued = replaced.getOrDefault(path, new ArrayDeque<>()).poll();
        if (queued != null) {
            return queued;
        }
        if (path.equals("/attest/challenge")) {
            var fixed = usual.get(path);
            var nonce = "%064x".formatted(asked.size());
            return fixed != null
                    ? fixed
                    : Reply.of(
                            200,
                            "{\"nonce\":\"" + nonce
                                    + "\",\"expires_at\":1800000300,\"server_time\":1800000000,\"bound_miner\":null}");
        }
        return usual.getOrDefault(path, Reply.of(404, "<!doctype html><title>404 Not Found</title>"));
    }
}
