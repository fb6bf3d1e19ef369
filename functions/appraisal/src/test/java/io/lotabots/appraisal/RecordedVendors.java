package io.lotabots.appraisal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Vendors on loopback: each address answers what was recorded for it, every other one 404. */
final class RecordedVendors implements AutoCloseable {
    /** An answer of the recorded server. */
    record Recorded(int status, byte[] body, Map<String, String> headers) {
        static Recorded of(byte[] body) {
            return new Recorded(200, body, Map.of());
        }

        /** With the chain of its signer in a header, percent-encoded as Intel sends it. */
        static Recorded of(byte[] body, String header, byte[] chain) {
            String text = new String(chain, StandardCharsets.US_ASCII);
            return new Recorded(
                    200,
                    body,
                    Map.of(
                            header,
                            URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")));
        }

        static Recorded elsewhere(String location) {
            return new Recorded(302, new byte[0], Map.of("Location", location));
        }
    }

    /** By path and query; with {@code POST} by the request's body in hexadecimal behind the path. */
    final Map<String, Recorded> answers = new ConcurrentHashMap<>();

    final List<String> requests = new CopyOnWriteArrayList<>();

    /** Content type and body in hexadecimal of each {@code POST}. */
    final List<String> posted = new CopyOnWriteArrayList<>();

    final HttpServer server;
    final String base;

    RecordedVendors() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            String asked = exchange.getRequestURI().toString();
            requests.add(asked);
            if (exchange.getRequestMethod().equals("POST")) {
                String body = HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes());
                posted.add(exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
                asked = answers.containsKey(asked + body) ? asked + body : asked;
            }
            Recorded answer = answers.getOrDefault(asked, new Recorded(404, new byte[0], Map.of()));
            answer.headers.forEach(
                    (name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            exchange.getResponseBody().write(answer.body);
            exchange.close();
        });
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
