package io.lotabots.clients.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.clients.Lotabots;
import io.lotabots.clients.Typist;
import io.lotabots.clients.node.SmallNode;
import io.lotabots.clients.node.SmallNode.Reply;
import io.lotabots.crypto.EthereumAddress;
import io.lotabots.crypto.PersonalMessage;
import io.lotabots.crypto.Secp256k1;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and what follows, against a node on a free port that says what it is told to. */
final class AccountCommandsTest {
    private static final String ACCOUNT = "0x52908400098527886e0f7030069857d2e4169ee7";

    @TempDir
    private Path folder;

    private SmallNode node;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        node = new SmallNode();
        node.usually("/api/v1/auth/nonce", data("{\"nonce\":\"0123456789abcdef0123456789abcdef\"}"));
        node.usually(
                "/api/v1/auth/login",
                data("{\"address\":\"" + ACCOUNT + "\",\"token\":\"first\",\"refresh_token\":\"again\"}"));
        node.usually("/api/v1/me", data("{\"address\":\"" + ACCOUNT + "\",\"how\":\"wallet\"}"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_wallet_signs_a_message_for_this_node_and_the_tokens_are_for_their_owner_alone() throws IOException {
        assertThat(run("login", "--wallet")).isZero();
        assertThat(out.toString()).containsPattern("signed in as +" + ACCOUNT);
        var sent = node.last("/api/v1/auth/login").json();
        String message = sent.path("message").asText();
        assertThat(message)
                .startsWith(node.address().getAuthority() + " wants you to sign in with your Ethereum account:\n0x")
                .contains("\nURI: " + node.address() + "\n", "\nNonce: 0123456789abcdef0123456789abcdef\n")
                .contains("\nIssued At: 2026-01-01T00:00:00Z\nExpiration Time: 2026-01-01T00:05:00Z");
        byte[] signature =
                HexFormat.of().parseHex(sent.path("signature").asText().substring(2));
        assertThat(Secp256k1.recover(PersonalMessage.hash(message), signature)
                        .map(EthereumAddress::ofKey)
                        .map(EthereumAddress::text))
                .hasValue(sent.path("address").asText());
        for (String file : List.of("credentials.json", "wallet.key")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("config").resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(out.toString() + err).doesNotContain("first", "again");
        assertThat(run("login", "--wallet")).isZero();
        assertThat(node.last("/api/v1/auth/login").json().path("address"))
                .as("the same key")
                .isEqualTo(sent.path("address"));
    }

    @Test
    void a_password_is_asked_for_and_never_given_on_the_command_line() {
        node.usually(
                "/v1/auth/login",
                Reply.of(200, "{\"access_token\":\"first\",\"refresh_token\":\"again\",\"user_id\":\"usr_x\"}"));
        var typist = new Typist().types("correct horse");
        assertThat(run(typist, "login", "--user", "ada")).isZero();
        assertThat(typist.asked()).containsExactly("secret Password: ");
        assertThat(node.last("/v1/auth/login").json().path("password").asText()).isEqualTo("correct horse");
    }

    @Test
    void a_token_that_ran_out_is_exchanged_once_and_the_next_one_kept() {
        run("login", "--wallet");
        node.next("/api/v1/me", Reply.of(401, "{\"success\":false,\"code\":\"UNAUTHENTICATED\"}"));
        node.usually("/v1/auth/refresh", Reply.of(200, "{\"access_token\":\"second\",\"refresh_token\":\"third\"}"));
        assertThat(run("whoami")).isZero();
        assertThat(node.last("/v1/auth/refresh").json().path("refresh_token").asText())
                .isEqualTo("again");
        assertThat(run("token")).isZero();
        assertThat(out.toString()).isEqualTo("second" + System.lineSeparator());
        node.usually("/api/v1/me", Reply.of(401, "{\"success\":false,\"code\":\"UNAUTHENTICATED\"}"));
        node.usually("/v1/auth/refresh", Reply.of(401, "{\"code\":\"INVALID_REFRESH_TOKEN\"}"));
        assertThat(run("whoami")).isEqualTo(1);
        assertThat(err.toString()).contains("no longer known", "lotabots login");
    }

    @Test
    void a_token_that_the_gateway_lets_in_no_longer_is_exchanged_too() {
        run("login", "--wallet");
        node.usually("/v1/auth/refresh", Reply.of(200, "{\"access_token\":\"second\",\"refresh_token\":\"third\"}"));
        node.next("/v1/keys", Reply.of(403, "{\"message\":\"Forbidden\"}"));
        node.usually("/v1/keys", Reply.of(200, "{\"keys\":[]}"));
        assertThat(run("key", "list")).as(err.toString()).isZero();
        node.usually("/v1/keys", Reply.of(403, "{\"code\":\"SCOPE_MISSING\",\"title\":\"not for this key\"}"));
        assertThat(run("key", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("not for this key");
        node.next("/v1/auth/logout", Reply.of(403, "{\"message\":\"Forbidden\"}"));
        node.usually("/v1/auth/logout", Reply.of(204, ""));
        assertThat(run("logout")).as(err.toString()).isZero();
        assertThat(node.paths()).filteredOn("/v1/auth/logout"::equals).hasSize(2);
        assertThat(node.paths()).filteredOn("/v1/auth/refresh"::equals).hasSize(2);
    }

    @Test
    void who_signed_in_too_long_ago_to_make_a_key_is_told_to_sign_in_again() {
        run("login", "--wallet");
        node.usually("/v1/keys", Reply.of(403, "{\"code\":\"SIGN_IN_AGAIN\",\"title\":\"Forbidden\"}"));
        assertThat(run("key", "create", "ci", "--scope", "ai:call")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("within 15 minutes of a sign-in", "lotabots login");
    }

    @Test
    void who_is_not_signed_in_is_told_so_in_one_line() {
        assertThat(run("org", "list")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("you are not signed in to " + node.address());
        assertThat(node.paths()).isEmpty();
    }

    @Test
    void tokens_that_are_open_to_others_are_refused() throws IOException {
        run("login", "--wallet");
        Files.setPosixFilePermissions(
                folder.resolve("config/credentials.json"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("whoami")).isEqualTo(2);
        assertThat(err.toString()).contains("is open to others", "chmod 600");
    }

    @Test
    void lists_are_read_to_their_end_and_names_lead_to_ids() {
        run("login", "--wallet");
        node.next(
                "/api/v1/me/orgs",
                Reply.of(200, "{\"success\":true,\"data\":[{\"id\":7,\"name\":\"One\"}],\"next\":\"x#1\"}"));
        node.next(
                "/api/v1/me/orgs",
                Reply.of(200, "{\"success\":true,\"data\":[{\"id\":8,\"name\":\"Two\"}],\"next\":null}"));
        node.usually("/api/v1/orgs/8/members", data("{\"wallet_address\":\"0x1\",\"role\":\"member\"}"));
        assertThat(run("org", "add", "two", "0x1")).isZero();
        assertThat(node.all("/api/v1/me/orgs").getLast().query()).isEqualTo("after=x%231");
        assertThat(node.last("/api/v1/orgs/8/members").query()).isEqualTo("wallet_address=0x1&role=member");
        assertThat(out.toString()).containsPattern("role +member");
    }

    @Test
    void the_words_of_a_refusal_are_shown_and_cannot_steer_the_terminal() {
        run("login", "--wallet");
        node.usually(
                "/api/v1/orgs",
                Reply.of(409, "{\"success\":false,\"message\":\"taken \\u001b[31m\",\"code\":\"NAME_TAKEN\"}"));
        assertThat(run("org", "create", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("HTTP 409 NAME_TAKEN").doesNotContain("\u001b");
    }

    @Test
    void signing_out_ends_the_session_there_and_forgets_it_here() {
        run("login", "--wallet");
        node.usually("/v1/auth/logout", Reply.of(200, "{}"));
        assertThat(run("logout")).isZero();
        assertThat(node.paths()).contains("/v1/auth/logout");
        assertThat(run("whoami")).isEqualTo(1);
        assertThat(run("logout")).isZero();
    }

    private static Reply data(String json) {
        return Reply.of(200, "{\"success\":true,\"message\":\"ok\",\"data\":" + json + "}");
    }

    private int run(String... words) {
        return run(new Typist(), words);
    }

    private int run(Typist typist, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--node",
                node.address().toString(),
                "--config",
                folder.resolve("config").toString()));
        return Lotabots.commandLine(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        typist,
                        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                        wait -> {})
                .execute(all.toArray(String[]::new));
    }
}
