package io.lotabots.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreachedPasswordsTest {
    /** SHA-1 of "password": 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8. */
    private static final String LINE = "1E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179\r\n";

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n" + LINE;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/range/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void hangUp() {
        server.stop(0);
    }

    private BreachedPasswords breached() {
        return new BreachedPasswords("http://127.0.0.1:" + server.getAddress().getPort() + "/range/");
    }

    @Test
    void a_listed_password_is_known_by_five_digits_of_its_digest() {
        assertThat(breached().contains("password")).isTrue();
        assertThat(asked).containsExactly("/range/5BAA6");
        assertThat(breached().contains("Password")).isFalse();
    }

    @Test
    void padding_is_no_breach() {
        body = LINE.replaceFirst(":.*", ":0");
        assertThat(breached().contains("password")).isFalse();
    }

    @Test
    void without_a_good_answer_the_password_passes() {
        status = 503;
        assertThat(breached().contains("password")).isFalse();
        server.stop(0);
        assertThat(breached().contains("password")).isFalse();
    }

    @Test
    void without_an_endpoint_nobody_is_asked() {
        assertThat(new BreachedPasswords("").contains("password")).isFalse();
        assertThat(asked).isEmpty();
    }
}
