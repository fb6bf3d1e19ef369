package io.lotabots.tests;

import static io.lotabots.tests.Persons.PASSWORD;
import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static io.lotabots.tests.Persons.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.tests.Persons.Person;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Who manages what is their own: how often, how soon after a sign-in, and how far what they make reaches. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class OwnersTest {
    private static final int LIMIT = 120;

    private final Http node = Persons.node();

    private static ObjectNode wish(String name, String... scopes) {
        ObjectNode wish = object("name", name);
        List.of(scopes).forEach(wish.putArray("scopes")::add);
        return wish;
    }

    /** The beginning of a minute, so that none passes in the middle of a count. */
    private static void newMinute() {
        Identities.advance(Duration.ofMillis(60_000 - Persons.platform().clock().millis() % 60_000));
    }

    @Test
    void an_account_asks_so_often_whichever_function_answers_and_from_wherever() {
        try (Still _ = Still.on(Persons.platform())) {
            Person ann = Person.registered("ann");
            newMinute();
            Http.Answer last = ann.get("/v1/auth/sessions");
            assertThat(last.header("ratelimit-limit")).isEqualTo(Integer.toString(LIMIT));
            for (int i = 1; i < LIMIT; i++) {
                last = ann.get(i % 2 == 0 ? "/v1/auth/sessions" : "/v1/keys");
                assertThat(last.header("ratelimit-remaining")).isEqualTo(Integer.toString(LIMIT - 1 - i));
            }
            Http.Answer over = ann.get("/v1/passkeys");
            refused(over, 429, "ACCOUNT_RATE_LIMIT");
            assertThat(Integer.parseInt(over.header("retry-after"))).isBetween(1, 60);
            assertThat(over.header("ratelimit-limit")).isEqualTo(Integer.toString(LIMIT));
            assertThat(over.header("ratelimit-remaining")).isEqualTo("0");
            assertThat(Integer.parseInt(over.header("ratelimit-reset"))).isBetween(1, 60);
            List.of("/v1/totp", "/v1/totp/recovery-codes", "/v1/auth/email/verify", "/v1/passkeys/options")
                    .forEach(path -> refused(ann.post(path, nothing()), 429, "ACCOUNT_RATE_LIMIT"));
            refused(ann.post("/v1/clients", nothing()), 429, "ACCOUNT_RATE_LIMIT");
            refused(ann.delete("/v1/auth/sessions"), 429, "ACCOUNT_RATE_LIMIT");
            assertThat(Person.registered("bob").get("/v1/keys").status()).isEqualTo(200);
            newMinute();
            assertThat(ann.get("/v1/keys").status()).isEqualTo(200);
        }
    }

    @Test
    void a_key_wants_a_sign_in_of_the_last_quarter_of_an_hour_and_its_owner_is_told() {
        Person ann = Person.registered("ann");
        assertThat(ann.post("/v1/keys", wish("ci", "ai:call")).status()).isEqualTo(201);
        assertThat(ann.mails("key_added")).hasSize(1);
        Http.Answer in = ann.login(PASSWORD);
        Identities.advance(Duration.ofMinutes(16));
        Http.Answer next = node.post(
                "/v1/auth/refresh",
                object("refresh_token", in.json().path("refresh_token").asText()),
                "X-Real-IP",
                network());
        refused(ann.in(next).post("/v1/keys", wish("ci", "ai:call")), 403, "SIGN_IN_AGAIN");
        assertThat(ann.mails("key_added")).hasSize(1);
    }

    @Test
    void what_a_key_or_a_program_is_for_is_looked_up_when_it_is_made() {
        io.lotabots.tests.Person owner = io.lotabots.tests.Person.on(node);
        JsonNode one = owner.given("POST", "/api/v1/orgs", "name", Persons.name("one"));
        JsonNode two = owner.given("POST", "/api/v1/orgs", "name", Persons.name("two"));
        JsonNode project = owner.given("POST", "/api/v1/projects", "org_id", one.path("id"), "name", "chat");
        String uid = project.path("project_uid").asText();
        String of = one.path("organization_uid").asText();
        JsonNode made = owner.makeKey(wish("ci", "orgs:read", "projects:read")
                        .put("project", uid)
                        .toString())
                .json();
        assertThat(made.at("/key/organization").asText()).isEqualTo(of);
        String key = "Bearer " + made.path("api_key").asText();
        assertThat(owner.showing(key, "GET", "/api/v1/orgs/" + one.path("id")).status())
                .isEqualTo(200);
        assertThat(owner.showing(key, "GET", "/api/v1/orgs/" + two.path("id")).status())
                .as("another organisation of the same owner")
                .isEqualTo(404);
        Person stranger = Person.registered("eve");
        for (String path : List.of("/v1/keys", "/v1/clients")) {
            Http.Answer answer = stranger.post(path, wish("ci", "ai:call").put("project", uid));
            refused(answer, 404, "NO_PROJECT");
            assertThat(answer.json().path("field").asText()).isEqualTo("project");
            Http.Answer wide = stranger.post(path, wish("ci", "ai:call").put("organization", of));
            refused(wide, 404, "NO_ORGANIZATION");
            assertThat(wide.json().path("field").asText()).isEqualTo("organization");
        }
        Http.Answer both = owner.makeKey(wish("ci", "ai:call")
                .put("project", uid)
                .put("organization", two.path("organization_uid").asText())
                .toString());
        refused(both, 400, "INVALID_FIELD");
        assertThat(both.json().path("field").asText()).isEqualTo("organization");
    }

    @Test
    void what_cannot_be_a_scope_a_name_or_an_id_is_named() {
        Person ann = Person.registered("ann");
        ObjectNode nulled = wish("ci");
        nulled.putArray("scopes").addNull();
        for (String path : List.of("/v1/keys", "/v1/clients")) {
            named(ann.post(path, nulled), "scopes");
            named(ann.post(path, wish("drow\u202ekey", "ai:call")), "name");
            named(ann.post(path, wish("zero\u200bwidth", "ai:call")), "name");
            String body = wish("X", "ai:call").toString().replace("X", "\\ud800");
            named(node.post(path, body, "Authorization", "Bearer " + ann.token(), "X-Real-IP", network()), "name");
        }
        named(ann.delete("/v1/passkeys/" + "A".repeat(1100)), "passkey_id");
        JsonNode begun = node.post("/v1/auth/passkeys/options", nothing(), "X-Real-IP", network())
                .json();
        ObjectNode in = object("ceremony", begun.path("ceremony").asText());
        String id = "A".repeat(4000);
        in.putObject("credential")
                .put("type", "public-key")
                .put("id", id)
                .put("rawId", id)
                .putObject("response")
                .put("clientDataJSON", "e30")
                .put("authenticatorData", "A".repeat(52))
                .put("signature", "AAAA")
                .put("userHandle", "dXNy");
        ((ObjectNode) in.path("credential")).putObject("clientExtensionResults");
        refused(node.post("/v1/auth/passkeys", in, "X-Real-IP", network()), 401, "INVALID_CREDENTIALS");
    }

    private static void named(Http.Answer answer, String field) {
        refused(answer, 400, "INVALID_FIELD");
        assertThat(answer.json().path("field").asText()).isEqualTo(field);
    }

    @Test
    void where_no_domain_is_named_there_are_no_passkeys() {
        refused(Node.http().post("/v1/auth/passkeys/options", nothing(), "X-Real-IP", network()), 404, "PASSKEYS_OFF");
    }
}
