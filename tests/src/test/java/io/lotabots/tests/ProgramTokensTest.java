package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.tests.Persons.Person;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the token of a program opens at the API of organisations, and for how long. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class ProgramTokensTest {
    private final Http node = Persons.node();
    private final Person owner = Person.registered("owner");
    private final long id = organization(owner);

    private long organization(Person of) {
        Http.Answer made = as(of.token(), "POST", "/api/v1/orgs?name=" + Persons.name("Programs"));
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return made.json().at("/data/id").longValue();
    }

    private Http.Answer as(String token, String method, String path) {
        return node.send(method, path, new byte[0], "Authorization", "Bearer " + token, "X-Real-IP", network());
    }

    private Http.Answer form(String path, String fields, JsonNode program) {
        String by = "&client_id=" + program.path("client_id").asText() + "&client_secret="
                + program.path("client_secret").asText();
        return node.send(
                "POST",
                path,
                (fields + by).getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Real-IP",
                network());
    }

    private JsonNode program(String... scopes) {
        ObjectNode wish = Persons.object("name", "nightly job");
        List.of(scopes).forEach(wish.putArray("scopes")::add);
        Http.Answer made = owner.post("/v1/clients", wish);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private String token(JsonNode program) {
        Http.Answer answer = form("/oauth/token", "grant_type=client_credentials", program);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("access_token").asText();
    }

    private static void refused(Http.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
    }

    @Test
    void a_programs_token_opens_what_its_scopes_say_in_its_owners_organisations_until_it_is_revoked() {
        JsonNode program = program("orgs:read");
        String token = token(program);
        String path = "/api/v1/orgs/" + id;
        Http.Answer read = as(token, "GET", path);
        assertThat(read.status()).as(read.text()).isEqualTo(200);
        assertThat(read.json().at("/data/id").longValue()).isEqualTo(id);
        refused(as(token, "PATCH", path + "?name=Other"), 403, "INSUFFICIENT_SCOPE");
        refused(as(token, "POST", "/api/v1/projects?org_id=" + id + "&name=P"), 403, "INSUFFICIENT_SCOPE");
        refused(as(token, "GET", "/api/v1/orgs/" + organization(Person.registered("eve"))), 404, "NO_ORGANIZATION");
        assertThat(form("/oauth/revoke", "token=" + token, program).status()).isEqualTo(200);
        refused(as(token, "GET", path), 401, "UNAUTHENTICATED");
        assertThat(as(token(program), "GET", path).status())
                .as("the next token")
                .isEqualTo(200);
    }

    @Test
    void a_token_with_fewer_scopes_than_its_program_opens_no_more_than_those() {
        JsonNode program = program("orgs:read", "orgs:write");
        String path = "/api/v1/orgs/" + id + "?name=" + Persons.name("Renamed");
        String less = form("/oauth/token", "grant_type=client_credentials&scope=orgs:read", program)
                .json()
                .path("access_token")
                .asText();
        refused(as(less, "PATCH", path), 403, "INSUFFICIENT_SCOPE");
        assertThat(as(token(program), "PATCH", path).status()).isEqualTo(200);
    }

    @Test
    void a_removed_programs_token_opens_nothing_with_the_next_request() {
        JsonNode program = program("orgs:read");
        String token = token(program);
        assertThat(as(token, "GET", "/api/v1/orgs/" + id).status()).isEqualTo(200);
        assertThat(owner.delete("/v1/clients/" + program.path("client_id").asText())
                        .status())
                .isEqualTo(200);
        refused(as(token, "GET", "/api/v1/orgs/" + id), 401, "UNAUTHENTICATED");
    }
}
