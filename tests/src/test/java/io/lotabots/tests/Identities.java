package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.WalletKey;
import io.lotabots.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Wallets that sign in at a platform of their own, the {@code dev} preset, shared by the tests of identity: those hold the
 * resource {@link #CLOCK}, because some move its clock.
 */
final class Identities {
    static final String CLOCK = "the clock of the platform of identities";

    private static final int CALLERS = 16;
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static final class Shared {
        static final Path DATA = Node.temporary();
        static final Platform PLATFORM = start();

        private static Platform start() {
            Platform platform =
                    Platform.start(Node.options("dev", DATA).withSchedules(name -> name.endsWith("ArchiveAudit")));
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            return platform;
        }
    }

    private Identities() {}

    static Platform platform() {
        return Shared.PLATFORM;
    }

    static Http node() {
        return new Http(platform().uri());
    }

    static void advance(Duration by) {
        platform().clock().advance(by);
    }

    static String adminKey() {
        try {
            return Files.readString(Shared.DATA.resolve("admin-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address of a client that nothing was asked from. */
    static String address() {
        int number = ADDRESSES.incrementAndGet();
        return "198.19." + number / 250 + "." + (1 + number % 250);
    }

    static WalletKey wallet() {
        return WalletKey.generate(new SecureRandom());
    }

    /**
     * Who is signed in.
     *
     * @param account as the platform names it
     */
    record Session(String account, String token, String refreshToken, String sessionId) {
        static Session of(JsonNode data) {
            return new Session(
                    data.path("address").asText(),
                    data.path("token").asText(),
                    data.path("refresh_token").asText(),
                    data.path("session_id").asText());
        }

        String bearer() {
            return "Bearer " + token;
        }
    }

    static String nonce(String address) {
        Http.Answer answer = node().get("/api/v1/auth/nonce?address=" + address, "X-Real-IP", address());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/data/nonce").asText();
    }

    /** Sends a sign-in as Haithe's clients do: in the query, with a token that they do not have yet. */
    static Http.Answer login(String address, byte[] signature) {
        return node().post(
                        "/api/v1/auth/login?address=" + address + "&signature=0x"
                                + HexFormat.of().formatHex(signature),
                        "",
                        "Authorization",
                        "Bearer null",
                        "X-Real-IP",
                        address());
    }

    /** Sends a sign-in with a message of EIP-4361, in a JSON body. */
    static Http.Answer login(String address, String message, String signature) {
        return node().post(
                        "/api/v1/auth/login",
                        Http.JSON
                                .createObjectNode()
                                .put("address", address)
                                .put("message", message)
                                .put("signature", signature),
                        "X-Real-IP",
                        address());
    }

    static Session signIn(WalletKey wallet) {
        String address = wallet.address().checksummed();
        Http.Answer answer = login(address, wallet.signMessage(nonce(address)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Session.of(answer.json().path("data"));
    }

    static Session signIn() {
        return signIn(wallet());
    }

    static Http.Answer refresh(String token) {
        return node().post(
                        "/v1/auth/refresh",
                        Http.JSON.createObjectNode().put("refresh_token", token),
                        "X-Real-IP",
                        address());
    }

    /** Asks something that the function itself lets in, so that nothing of the gateway is kept. */
    static Http.Answer asks(String authorization) {
        return node().get("/api/v1/me/api-key/last-issued", "Authorization", authorization);
    }

    static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What sixteen callers at once are answered. */
    static List<Http.Answer> together(IntFunction<Callable<Http.Answer>> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(CALLERS);
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Http.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Callable<Http.Answer> one = call.apply(i);
                answers.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return one.call();
                }));
            }
            List<Http.Answer> all = new ArrayList<>();
            for (Future<Http.Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}
