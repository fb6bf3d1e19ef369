package io.lotabots.clients.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotabots.crypto.Rtc;
import io.lotabots.crypto.TransferMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A node on a free port that keeps a small ledger by the network's rules: signatures, chain, rising nonces, balances, pending transfers. Its
 * answers can be lost on the way. It keeps every transfer that reached it.
 */
public final class LedgerNode implements AutoCloseable {
    /** The chain that it serves. */
    public static final String CHAIN = "lotabots-test";

    /** What goes wrong with one transfer's call. */
    public enum Fault {
        /** The transfer is taken, and the connection ends without an answer. */
        LOSE_ANSWER,
        /** The connection ends, and nothing was taken. */
        LOSE_REQUEST,
        /** The transfer is taken, and the answer is 502. */
        TAKE_AND_FAIL,
        /** 503, and nothing was taken. */
        BUSY
    }

    private record Reply(int status, String body) {
        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Long> balances = new HashMap<>();
    private final Map<String, Long> nonces = new HashMap<>();
    private final Map<String, String> statuses = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private int confirmedAfter = Integer.MAX_VALUE;

    /** Starts it. */
    public LedgerNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Gives a wallet this much. */
    public synchronized void fund(String wallet, long micro) {
        balances.put(wallet, micro);
    }

    /** What a wallet has. */
    public synchronized long balance(String wallet) {
        return balances.getOrDefault(wallet, 0L);
    }

    /** The greatest nonce that it says a wallet used. */
    public synchronized void used(String wallet, long nonce) {
        nonces.put(wallet, nonce);
    }

    /** What goes wrong with the next transfers, one each. */
    public synchronized void next(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** From the so many-th question on, transfers are confirmed. */
    public synchronized void confirmAfter(int questions) {
        confirmedAfter = questions;
    }

    /** Answers a path with these bytes. */
    public synchronized void file(String path, byte[] content) {
        files.put(path, content);
    }

    /** What a path is answered with. */
    public synchronized byte[] served(String path) {
        return Objects.requireNonNull(files.get(path)).clone();
    }

    /** Answers a path with 404 again. */
    public synchronized void forget(String path) {
        files.remove(path);
    }

    /** The bodies of all transfers that reached it. */
    public synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** All paths that were asked, with their method. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many transfers were taken. */
    public synchronized int taken() {
        return statuses.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + path);
        if (path.equals("/wallet/transfer/signed")) {
            bodies.add(body);
            var fault = Optional.ofNullable(faults.poll());
            var reply = fault.filter(f -> f == Fault.LOSE_REQUEST || f == Fault.BUSY)
                            .isPresent()
                    ? reply(503, object().put("ok", false).put("error", "busy"))
                    : transfer(JSON.readTree(body));
            if (fault.filter(f -> f == Fault.LOSE_ANSWER || f == Fault.LOSE_REQUEST)
                    .isPresent()) {
                exchange.close();
                return;
            }
            send(
                    exchange,
                    fault.equals(Optional.of(Fault.TAKE_AND_FAIL)) ? reply(502, object().put("message", "x")) : reply);
            return;
        }
        send(exchange, read(path, query));
    }

    private Reply read(String path, String query) throws IOException {
        if (files.containsKey(path)) {
            return new Reply(200, new String(served(path), StandardCharsets.ISO_8859_1));
        }
        if (path.equals("/network/info")) {
            return reply(
                    200, object().put("chain_id", CHAIN).put("network", "test").put("min_fee", 1000));
        }
        if (path.equals("/wallet/balance")) {
            var wallet = query.replaceFirst("^miner_id=", "");
            long micro = balance(wallet);
            return reply(
                    200,
                    object().put("miner_id", wallet)
                            .put("amount_i64", micro)
                            .put("amount_rtc", Rtc.shown(micro))
                            .put("available_rtc", Rtc.shown(micro))
                            .put("pending_debits_rtc", Rtc.shown(0))
                            .put("nonce", nonces.getOrDefault(wallet, 0L)));
        }
        if (path.startsWith("/wallet/tx/")) {
            return status(path.substring("/wallet/tx/".length()));
        }
        return new Reply(404, "<!doctype html><title>404 Not Found</title>");
    }

    private Reply status(String hash) throws IOException {
        var status = statuses.get(hash);
        if (status == null) {
            return reply(
                    404, object().put("ok", false).put("status", "not_found").put("error", "transaction_not_found"));
        }
        confirmedAfter--;
        var shown = confirmedAfter <= 0 ? "confirmed" : status;
        return reply(
                200,
                object().put("ok", true)
                        .put("tx_hash", hash)
                        .put("status", shown)
                        .put("confirmations", shown.equals("confirmed") ? 1 : 0));
    }

    private Reply transfer(JsonNode body) throws IOException {
        var from = body.path("from_address").textValue();
        var message = new TransferMessage(
                from,
                body.path("to_address").textValue(),
                new BigDecimal(body.path("amount_rtc").asText()),
                BigDecimal.ZERO,
                body.path("memo").textValue(),
                body.path("nonce").longValue(),
                Optional.of(body.path("chain_id").textValue()));
        if (!message.chainId().equals(Optional.of(CHAIN))) {
            return reply(400, object().put("error", "chain_id mismatch").put("expected_chain_id", CHAIN));
        }
        var signed = message.verify(
                HexFormat.of().parseHex(body.path("public_key").textValue()),
                HexFormat.of().parseHex(body.path("signature").textValue()));
        if (signed.isEmpty()) {
            return reply(401, object().put("error", "Invalid signature"));
        }
        if (message.nonce() <= nonces.getOrDefault(from, 0L)) {
            return reply(400, object().put("error", "Nonce was used").put("code", "REPLAY_DETECTED"));
        }
        long micro = Rtc.micro(message.amount());
        if (balance(from) < micro) {
            return reply(
                    400,
                    object().put("error", "Insufficient available balance")
                            .put("available_rtc", Rtc.shown(balance(from))));
        }
        nonces.put(from, message.nonce());
        balances.merge(from, -micro, Math::addExact);
        statuses.put(signed.get().txHash(), "pending");
        return reply(
                200,
                object().put("ok", true)
                        .put("phase", "pending")
                        .put("tx_hash", signed.get().txHash())
                        .put("confirms_at", 1_767_312_000L)
                        .put("confirms_in_hours", 24.0));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Reply reply(int status, ObjectNode body) throws IOException {
        return new Reply(status, new String(JSON.writeValueAsBytes(body), StandardCharsets.ISO_8859_1));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var bytes = reply.bytes();
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
