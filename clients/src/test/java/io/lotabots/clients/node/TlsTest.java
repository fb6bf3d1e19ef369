package io.lotabots.clients.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node behind TLS with a certificate that only {@code --ca} makes trusted, for the host name {@code localhost}. */
final class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static HttpsServer server;
    private static Path ca;

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("node.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("node").getEncoded());
        ca = Files.writeString(
                folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            var body = "{\"epoch\":353}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void an_unknown_certificate_is_refused_in_one_plain_line() throws InterruptedException {
        var answer = epoch("localhost", Optional.empty());
        assertThat(answer.status()).isZero();
        assertThat(answer.refusal().message()).contains("no TLS certificate that this machine trusts", "--ca");
    }

    @Test
    void a_certificate_that_was_added_is_trusted() throws InterruptedException {
        assertThat(epoch("localhost", Optional.of(ca)).whole("epoch")).hasValue(353);
    }

    @Test
    void a_trusted_certificate_of_another_host_is_refused() throws InterruptedException {
        assertThat(epoch("127.0.0.1", Optional.of(ca)).status()).isZero();
    }

    private static NodeAnswer epoch(String host, Optional<Path> trusted) throws InterruptedException {
        var address = URI.create("https://" + host + ":" + server.getAddress().getPort());
        try (var client = new NodeClient(address, trusted, Duration.ofSeconds(20), Clock.systemUTC())) {
            return client.get("/epoch");
        }
    }
}
