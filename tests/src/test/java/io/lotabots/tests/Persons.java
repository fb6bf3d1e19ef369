package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.Platform;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** People with passwords at the platform of {@link Identities}, each from a network of their own. */
final class Persons {
    static final String PASSWORD = "an odd teapot on a bicycle";

    private static final AtomicInteger NETWORKS = new AtomicInteger();
    private static final String RUN = HexFormat.of().toHexDigits((short) System.nanoTime());

    private Persons() {}

    static Platform platform() {
        return Identities.platform();
    }

    static Http node() {
        return Identities.node();
    }

    /** An address of a network that nobody else calls from. */
    static String network() {
        return "2001:db8:9e:" + Integer.toHexString(NETWORKS.incrementAndGet()) + "::1";
    }

    static String name(String stem) {
        return stem + "-" + RUN + "-" + NETWORKS.incrementAndGet();
    }

    /** @param token of the session that is in use; empty before a sign-in */
    record Person(String username, String email, String network, String account, String token, String cookie) {
        static Person registered(String stem) {
            String username = name(stem);
            String email = username + "@example.org";
            String network = Persons.network();
            Http.Answer answer =
                    node().post("/v1/auth/register", registration(username, email, PASSWORD), "X-Real-IP", network);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            return new Person(
                    username,
                    email,
                    network,
                    answer.json().path("user_id").asText(),
                    answer.json().path("access_token").asText(),
                    answer.header("set-cookie").replaceFirst(";.*", ""));
        }

        /** The same with a verified address. */
        Person verified() {
            Http.Answer answer = post(
                    "/v1/auth/email/confirm",
                    object("token", lastMail("verify_email").path("token").asText()));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return this;
        }

        Person with(String token) {
            return new Person(username, email, network, account, token, cookie);
        }

        /** The same in a session that was just opened by what {@code answer} holds. */
        Person in(Http.Answer answer) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return with(answer.json().path("access_token").asText());
        }

        Http.Answer login(String password) {
            return node().post("/v1/auth/login", credentials(password), "X-Real-IP", Persons.network());
        }

        Http.Answer login(String password, String code) {
            return node().post(
                            "/v1/auth/login",
                            credentials(password).put("mfa_code", code),
                            "X-Real-IP",
                            Persons.network());
        }

        Http.Answer loginFrom(String network, String password, String... headers) {
            String[] all = new String[headers.length + 2];
            all[0] = "X-Real-IP";
            all[1] = network;
            System.arraycopy(headers, 0, all, 2, headers.length);
            return node().post("/v1/auth/login", credentials(password), all);
        }

        private ObjectNode credentials(String password) {
            return object("username", username).put("password", password);
        }

        Http.Answer get(String path) {
            return node().get(path, "Authorization", "Bearer " + token, "X-Real-IP", Persons.network());
        }

        Http.Answer post(String path, JsonNode body) {
            return node().post(path, body, "Authorization", "Bearer " + token, "X-Real-IP", Persons.network());
        }

        Http.Answer delete(String path) {
            return node().send(
                            "DELETE",
                            path,
                            new byte[0],
                            "Authorization",
                            "Bearer " + token,
                            "X-Real-IP",
                            Persons.network());
        }

        /** The mails to this person of one kind, oldest first. */
        List<JsonNode> mails(String kind) {
            return platform().mailbox().to(email).stream()
                    .filter(mail -> mail.path("kind").asText().equals(kind))
                    .toList();
        }

        JsonNode lastMail(String kind) {
            assertThat(mails(kind)).as(kind).isNotEmpty();
            return mails(kind).getLast();
        }
    }

    static ObjectNode registration(String username, String email, String password) {
        return object("username", username).put("email", email).put("password", password);
    }

    static ObjectNode object(String field, String value) {
        return Http.JSON.createObjectNode().put(field, value);
    }

    static ObjectNode nothing() {
        return Http.JSON.createObjectNode();
    }

    static void refused(Http.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }
}
