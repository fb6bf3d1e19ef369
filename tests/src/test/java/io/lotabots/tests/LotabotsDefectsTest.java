package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static io.lotabots.tests.Persons.object;
import static io.lotabots.tests.Persons.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.tests.Persons.Person;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Defects that a platform of this kind had, which LOTABOTS.md lists, as far as no other test is about them. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class LotabotsDefectsTest {
    private static final Set<String> SERVICES = Set.of("identity", "people", "organizations", "projects");
    private static final byte[] NOTHING = new byte[0];

    private final Http node = Persons.node();

    /** @param template as it is declared */
    private record Operation(String method, String template, JsonNode described) {
        String path() {
            return template.replace("{id}", "123").replaceAll("\\{[a-z_]+}", "something");
        }

        boolean isForCallers() {
            return described.path("security").size() == 1
                    && described.at("/security/0").has("bearer");
        }

        /** Each parameter of the query with what is no number and no name. */
        String junk() {
            StringBuilder query = new StringBuilder();
            for (JsonNode parameter : described.path("parameters")) {
                if (parameter.path("in").asText().equals("query")) {
                    query.append(query.isEmpty() ? "?" : "&")
                            .append(parameter.path("name").asText())
                            .append("=%27%22%00x");
                }
            }
            return query.toString();
        }

        boolean has(String parameter) {
            return described.path("parameters").findValuesAsText("name").contains(parameter);
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonNode paths = node.get("/openapi.json").json().path("paths");
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(one -> {
                    if (SERVICES.contains(one.getValue().at("/tags/0").asText())) {
                        operations.add(
                                new Operation(one.getKey().toUpperCase(Locale.ROOT), path.getKey(), one.getValue()));
                    }
                }));
        assertThat(operations).hasSizeGreaterThan(80);
        return operations;
    }

    @Test
    void nothing_that_is_somebodys_is_given_to_who_did_not_sign_in() {
        List<Operation> closed =
                operations().stream().filter(Operation::isForCallers).toList();
        assertThat(closed)
                .extracting(Operation::template)
                .contains(
                        "/v1/keys", "/v1/clients", "/v1/totp", "/v1/passkeys", "/v1/auth/password", "/v1/auth/sessions")
                .hasSizeGreaterThan(60);
        for (Operation operation : closed) {
            for (String credential : List.of("", "Bearer null", "Bearer e30.e30.e30")) {
                String[] headers = credential.isEmpty()
                        ? new String[] {"X-Real-IP", network()}
                        : new String[] {"X-Real-IP", network(), "Authorization", credential};
                Http.Answer answer = node.send(operation.method(), operation.path(), NOTHING, headers);
                assertThat(answer.status())
                        .as("%s %s with '%s': %s", operation.method(), operation.path(), credential, answer.text())
                        .isIn(401, 403);
            }
        }
    }

    @Test
    void no_list_gives_more_than_a_hundred_at_a_time_nor_none() {
        Person ann = Person.registered("ann");
        Http.Answer made = node.send("POST", "/api/v1/orgs?name=" + Persons.name("Listed"), NOTHING, as(ann));
        String org = made.json().at("/data/id").asText();
        String project = node.send("POST", "/api/v1/projects?name=P&org_id=" + org, NOTHING, as(ann))
                .json()
                .at("/data/id")
                .asText();
        List<Operation> lists = operations().stream()
                .filter(operation -> operation.method().equals("GET") && operation.has("limit"))
                .toList();
        assertThat(lists).hasSize(8);
        for (Operation list : lists) {
            String path = list.template().replace("{id}", list.template().contains("/projects/{") ? project : org);
            for (String limit : List.of("101", "0", "-1", "9223372036854775807")) {
                Http.Answer answer = node.get(path + "?limit=" + limit, as(ann));
                assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("INVALID_FIELD");
            }
            assertThat(node.get(path + "?limit=100", as(ann)).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void no_error_tells_of_the_inside() {
        Person ann = Person.registered("ann");
        for (Operation operation : operations()) {
            if (operation.template().matches(".*/(logout|sessions).*")
                    && operation.method().matches("POST|DELETE")) {
                continue;
            }
            for (String body : List.of("{\"name\":", "[1]", "{\"name\":{\"a\":[1e400]},\"id\":\"x\"}", "\u0000")) {
                for (String path : List.of(operation.path(), operation.path() + operation.junk())) {
                    byte[] bytes = operation.method().equals("GET") ? NOTHING : body.getBytes(StandardCharsets.UTF_8);
                    Http.Answer answer = node.send(operation.method(), path, bytes, as(ann));
                    assertThat(answer.status())
                            .as("%s %s %s: %s", operation.method(), path, body, answer.text())
                            .isLessThan(500);
                    assertThat(answer.text())
                            .as("%s %s %s", operation.method(), path, body)
                            .doesNotContain("Exception", "io.lotabots", "software.amazon", "DynamoDB", "jackson")
                            .doesNotContainPattern("\\bat [a-z]+\\.[a-z]+\\.");
                }
            }
        }
    }

    private static String[] as(Person who) {
        return new String[] {"Authorization", "Bearer " + who.token(), "X-Real-IP", network()};
    }

    @Test
    void nobody_reads_or_changes_by_an_id_what_is_anothers() {
        Person ann = Person.registered("ann");
        Person eve = Person.registered("eve");
        ObjectNode wish = object("name", "mine");
        wish.putArray("scopes").add("orgs:read");
        String key = ann.post("/v1/keys", wish).json().at("/key/key_id").asText();
        JsonNode program = ann.post("/v1/clients", wish).json();
        String client = "/v1/clients/" + program.path("client_id").asText();
        String session =
                ann.get("/v1/auth/sessions").json().at("/sessions/0/session_id").asText();
        refused(eve.delete("/v1/keys/" + key), 404, "NO_KEY");
        refused(eve.delete(client), 404, "NO_CLIENT");
        refused(eve.delete(client + "/secrets/" + program.path("secret_id").asText()), 404, "NO_CLIENT");
        refused(eve.post(client + "/secrets", Persons.nothing()), 404, "NO_CLIENT");
        refused(eve.delete("/v1/auth/sessions/" + session), 404, "NO_SESSION");
        assertThat(eve.delete("/v1/accounts/" + ann.account() + "/sessions").status())
                .isEqualTo(401);
        for (String list : List.of("/v1/keys", "/v1/clients", "/v1/auth/sessions", "/v1/passkeys")) {
            assertThat(eve.get(list).text()).as(list).doesNotContain(key, session, client.substring(12), ann.account());
            assertThat(ann.get(list).status()).as(list).isEqualTo(200);
        }
        assertThat(ann.get("/v1/keys").text()).contains(key);
        assertThat(ann.get("/v1/clients").text()).contains(client.substring(12));
    }

    @Test
    void nothing_is_put_over_what_is_there_and_nothing_pretends_to_delete_a_user() {
        assertThat(operations()).extracting(Operation::method).isNotEmpty().doesNotContain("PUT");
        Person ann = Person.registered("ann");
        for (String path : List.of("/v1/users/" + ann.account(), "/v1/accounts/" + ann.account(), "/v1/auth/account")) {
            Http.Answer answer = node.send("DELETE", path, NOTHING, as(ann));
            assertThat(answer.status()).as(answer.text()).isEqualTo(404);
            assertThat(answer.text()).doesNotContainIgnoringCase("implemented");
        }
        assertThat(ann.get("/v1/keys").status()).isEqualTo(200);
    }
}
