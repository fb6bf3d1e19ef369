package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.credentials.SoftAuthenticator;
import io.lotabots.crypto.WalletKey;
import io.lotabots.tests.Persons.Person;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the audit log says of sign-ins that were refused and of sessions that ended, and whose log says it. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class IdentityLogTest {
    private static final String NOBODY = "none";

    private final Http node = Persons.node();

    private static void told(Http.Answer answer, String account, String... lines) {
        assertThat(AuditRows.of(Persons.platform(), account, answer)).containsExactly(lines);
    }

    @Test
    void a_session_that_ends_by_its_refresh_token_is_told_of() {
        Person ann = Person.registered("ann");
        String refresh =
                ann.login(Persons.PASSWORD).json().path("refresh_token").asText();
        ObjectNode out = object("refresh_token", refresh);
        told(node.post("/v1/auth/logout", out, "X-Real-IP", network()), ann.account(), "session.ended done");
        told(node.post("/v1/auth/logout", out, "X-Real-IP", network()), ann.account());
    }

    @Test
    void a_passkey_that_is_refused_is_told_of() throws Exception {
        JsonNode begun = node.post("/v1/auth/passkeys/options", nothing(), "X-Real-IP", network())
                .json();
        ObjectNode body = object("ceremony", begun.path("ceremony").asText());
        body.set(
                "credential",
                Http.JSON.readTree(new SoftAuthenticator("http://localhost:3000")
                        .withUserHandle("usr_" + "a".repeat(26))
                        .signIn(begun.path("options").toString())));
        Http.Answer answer = node.post("/v1/auth/passkeys", body, "X-Real-IP", network());
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        told(answer, NOBODY, "session.opened refused invalid_credentials");
    }

    @Test
    void a_programs_secret_that_is_refused_is_told_of() {
        String form = "grant_type=client_credentials&client_id=cli_" + "a".repeat(26) + "&client_secret=wrong";
        Http.Answer answer = node.send(
                "POST",
                "/oauth/token",
                form.getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Real-IP",
                network());
        assertThat(answer.status()).isEqualTo(401);
        told(answer, NOBODY, "client.authenticated refused invalid_client");
    }

    @Test
    void a_reset_that_is_refused_is_told_of() {
        ObjectNode confirm = object("token", "A".repeat(43)).put("new_password", "a teapot without any wheels");
        Http.Answer answer = node.post("/v1/auth/password/reset/confirm", confirm, "X-Real-IP", network());
        Persons.refused(answer, 400, "INVALID_TOKEN");
        told(answer, NOBODY, "password.reset refused invalid_token");
    }

    @Test
    void a_wallets_sign_in_that_is_refused_is_told_in_its_log_once_it_has_one() {
        WalletKey wallet = Identities.wallet();
        String account = wallet.address().text();
        byte[] wrong = wallet.signMessage("no nonce");
        Http.Answer before = Identities.login(account, wrong);
        assertThat(before.status()).isEqualTo(401);
        told(before, account);
        told(before, NOBODY, "session.opened refused nonce_not_found");
        Identities.signIn(wallet);
        told(Identities.login(account, wrong), account, "session.opened refused invalid_signature");
    }
}
