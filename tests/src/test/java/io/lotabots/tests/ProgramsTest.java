package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static io.lotabots.tests.Persons.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.tests.Persons.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Programs get tokens by OAuth 2 client credentials. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class ProgramsTest {
    private final Http node = Persons.node();

    /** @param secret as it was shown, once */
    private record Program(Person owner, String id, String secret, String secretId) {
        static Program of(Person owner, String... scopes) {
            ObjectNode body = object("name", "nightly job");
            Stream.of(scopes).forEach(body.putArray("scopes")::add);
            Http.Answer made = owner.post("/v1/clients", body);
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            JsonNode json = made.json();
            return new Program(
                    owner,
                    json.path("client_id").asText(),
                    json.path("client_secret").asText(),
                    json.path("secret_id").asText());
        }
    }

    private Http.Answer form(String path, String... fields) {
        return node.send(
                "POST",
                path,
                encoded(fields).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Real-IP",
                network());
    }

    private Http.Answer basic(Program program, String path, String... fields) {
        String header = "Basic "
                + Base64.getEncoder()
                        .encodeToString((program.id + ":" + program.secret).getBytes(StandardCharsets.UTF_8));
        return node.send(
                "POST",
                path,
                encoded(fields).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Authorization",
                header,
                "X-Real-IP",
                network());
    }

    private static String encoded(String... fields) {
        return java.util.stream.IntStream.range(0, fields.length / 2)
                .mapToObj(i -> fields[2 * i] + "=" + URLEncoder.encode(fields[2 * i + 1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private String token(Program program) {
        Http.Answer answer = basic(program, "/oauth/token", "grant_type", "client_credentials");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("access_token").asText();
    }

    private boolean active(Program asker, String token) {
        Http.Answer answer = basic(asker, "/oauth/introspect", "token", token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("active").asBoolean();
    }

    private static void error(Http.Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).as(answer.text()).isEqualTo(error);
        assertThat(answer.json().path("error_description").asText()).isNotEmpty();
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void a_program_gets_a_token_with_its_scopes_or_fewer() {
        Program job = Program.of(Person.registered("ann"), "orgs:read", "ai:call");
        Http.Answer all = basic(job, "/oauth/token", "grant_type", "client_credentials");
        assertThat(all.status()).as(all.text()).isEqualTo(200);
        assertThat(all.json().path("scope").asText()).isEqualTo("ai:call orgs:read");
        assertThat(all.json().path("expires_in").asLong()).isEqualTo(900);
        assertThat(all.json().has("refresh_token")).isFalse();
        Http.Answer less = form(
                "/oauth/token",
                "grant_type",
                "client_credentials",
                "client_id",
                job.id,
                "client_secret",
                job.secret,
                "scope",
                "orgs:read");
        assertThat(less.json().path("scope").asText()).isEqualTo("orgs:read");
        error(
                basic(job, "/oauth/token", "grant_type", "client_credentials", "scope", "orgs:write"),
                400,
                "invalid_scope");
        JsonNode told = basic(
                        job,
                        "/oauth/introspect",
                        "token",
                        less.json().path("access_token").asText())
                .json();
        assertThat(told.path("active").asBoolean()).isTrue();
        assertThat(told.path("scope").asText()).isEqualTo("orgs:read");
        assertThat(told.path("sub").asText()).isEqualTo(job.owner.account());
    }

    @Test
    void a_program_is_no_person() {
        Program job = Program.of(Person.registered("ann"), "orgs:read", "orgs:write");
        Person asProgram = job.owner.with(token(job));
        refused(asProgram.get("/v1/auth/sessions"), 403, "SESSION_REQUIRED");
        refused(asProgram.post("/v1/clients", nothing()), 403, "SESSION_REQUIRED");
        refused(asProgram.post("/v1/totp", nothing()), 403, "SESSION_REQUIRED");
        refused(asProgram.post("/v1/passkeys/options", nothing()), 403, "SESSION_REQUIRED");
        refused(
                asProgram.post(
                        "/v1/auth/password",
                        object("current_password", Persons.PASSWORD)
                                .put("new_password", "a teapot without any wheels")),
                403,
                "SESSION_REQUIRED");
    }

    @Test
    void what_is_not_a_programs_secret_gets_nothing() {
        Program job = Program.of(Person.registered("ann"), "orgs:read");
        Program other = Program.of(Person.registered("bob"), "orgs:read");
        for (Program wrong : List.of(
                new Program(job.owner, job.id, other.secret, ""),
                new Program(job.owner, job.id, "x", ""),
                new Program(job.owner, "cli_" + "a".repeat(26), job.secret, ""),
                new Program(job.owner, "nobody", job.secret, ""))) {
            Http.Answer answer = basic(wrong, "/oauth/token", "grant_type", "client_credentials");
            error(answer, 401, "invalid_client");
            assertThat(answer.header("www-authenticate")).startsWith("Basic");
        }
        error(form("/oauth/token", "grant_type", "client_credentials"), 401, "invalid_client");
        error(basic(job, "/oauth/token", "grant_type", "password"), 400, "unsupported_grant_type");
        error(basic(job, "/oauth/token"), 400, "invalid_request");
        error(
                basic(job, "/oauth/token", "grant_type", "client_credentials", "client_secret", job.secret),
                400,
                "invalid_request");
        error(basic(job, "/oauth/token", "grant_type", "a", "grant_type", "b"), 400, "invalid_request");
    }

    @Test
    void two_secrets_work_at_a_time_so_that_one_is_replaced_without_a_pause() {
        Program job = Program.of(Person.registered("ann"), "orgs:read");
        Http.Answer added = job.owner.post("/v1/clients/" + job.id + "/secrets", nothing());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        Program renewed = new Program(
                job.owner, job.id, added.json().path("client_secret").asText(), "");
        refused(job.owner.post("/v1/clients/" + job.id + "/secrets", nothing()), 409, "TOO_MANY_SECRETS");
        String old = token(job);
        assertThat(active(job, token(renewed))).isTrue();
        assertThat(job.owner
                        .delete("/v1/clients/" + job.id + "/secrets/" + job.secretId)
                        .status())
                .isEqualTo(200);
        error(basic(job, "/oauth/token", "grant_type", "client_credentials"), 401, "invalid_client");
        assertThat(active(renewed, old)).as("a token of the removed secret").isFalse();
        assertThat(active(renewed, token(renewed))).isTrue();
        JsonNode listed = job.owner.get("/v1/clients").json().path("clients");
        assertThat(listed.toString())
                .doesNotContain(job.secret)
                .doesNotContain(renewed.secret)
                .doesNotContain("digest");
        assertThat(listed.path(0).path("secrets").size()).isEqualTo(1);
    }

    @Test
    void a_revoked_token_counts_no_more_and_never_again() {
        Program job = Program.of(Person.registered("ann"), "orgs:read");
        String token = token(job);
        assertThat(basic(job, "/oauth/revoke", "token", token).status()).isEqualTo(200);
        assertThat(active(job, token)).isFalse();
        String next = token(job);
        assertThat(active(job, next)).isTrue();
        assertThat(active(job, token)).as("the revoked one after a new one").isFalse();
        assertThat(basic(job, "/oauth/revoke", "token", "nonsense").status()).isEqualTo(200);
        assertThat(active(job, next)).isTrue();
    }

    @Test
    void a_program_ends_and_learns_of_no_tokens_but_its_own_accounts() {
        Program job = Program.of(Person.registered("ann"), "orgs:read");
        Program other = Program.of(Person.registered("bob"), "orgs:read");
        String token = token(job);
        assertThat(active(other, token)).isFalse();
        assertThat(basic(other, "/oauth/revoke", "token", token).status()).isEqualTo(200);
        assertThat(active(job, token)).isTrue();
        refused(other.owner.delete("/v1/clients/" + job.id), 404, "NO_CLIENT");
        refused(other.owner.post("/v1/clients/" + job.id + "/secrets", nothing()), 404, "NO_CLIENT");
    }

    @Test
    void a_removed_programs_tokens_count_no_more() {
        Program job = Program.of(Person.registered("ann"), "orgs:read");
        Program stays = Program.of(job.owner, "ai:call");
        String token = token(job);
        String kept = token(stays);
        assertThat(job.owner.delete("/v1/clients/" + job.id).status()).isEqualTo(200);
        assertThat(active(stays, token)).isFalse();
        assertThat(active(stays, kept)).isTrue();
        error(basic(job, "/oauth/token", "grant_type", "client_credentials"), 401, "invalid_client");
        Identities.advance(Duration.ofSeconds(901));
        assertThat(active(stays, kept)).as("past its end").isFalse();
    }

    @Test
    void a_token_that_ended_with_its_owners_sessions_counts_never_again() {
        Program job = Program.of(Person.registered("ann"), "orgs:read");
        String token = token(job);
        assertThat(job.owner.delete("/v1/auth/sessions").json().path("ended").asInt())
                .isEqualTo(2);
        assertThat(active(job, token)).isFalse();
        assertThat(active(job, token(job))).isTrue();
        assertThat(active(job, token)).as("the ended one after a new one").isFalse();
    }

    @Test
    void programs_take_no_room_from_people() {
        Person ann = Person.registered("ann");
        Program job = Program.of(ann, "ai:call", "orgs:read", "orgs:write", "projects:read", "projects:write");
        for (int set = 1; set < 32; set++) {
            int chosen = set;
            String scopes = java.util.stream.IntStream.range(0, 5)
                    .filter(i -> (chosen >> i & 1) == 1)
                    .mapToObj(List.of("ai:call", "orgs:read", "orgs:write", "projects:read", "projects:write")::get)
                    .collect(Collectors.joining(" "));
            assertThat(basic(job, "/oauth/token", "grant_type", "client_credentials", "scope", scopes)
                            .status())
                    .isEqualTo(200);
        }
        ann.login(Persons.PASSWORD);
        assertThat(ann.get("/v1/auth/sessions").json().path("sessions")).hasSize(2);
        assertThat(ann.delete("/v1/auth/sessions").json().path("ended").asInt()).isEqualTo(2 + 31);
    }

    @Test
    void where_tokens_are_had_is_told() {
        JsonNode told = node.get("/.well-known/oauth-authorization-server").json();
        assertThat(told.path("token_endpoint").asText()).endsWith("/oauth/token");
        assertThat(told.path("jwks_uri").asText()).endsWith("/.well-known/jwks.json");
        assertThat(told.path("grant_types_supported").path(0).asText()).isEqualTo("client_credentials");
        assertThat(told.path("scopes_supported").size()).isPositive();
    }

    @Test
    void scopes_that_do_not_exist_cannot_be_had() {
        Person ann = Person.registered("ann");
        for (String scope : List.of("admin", "*", "", "orgs:read orgs:write")) {
            ObjectNode body = object("name", "job");
            body.putArray("scopes").add(scope);
            refused(ann.post("/v1/clients", body), 400, "INVALID_FIELD");
        }
        refused(ann.post("/v1/clients", object("name", "job")), 400, "INVALID_FIELD");
    }
}
