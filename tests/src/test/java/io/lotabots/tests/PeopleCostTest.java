package io.lotabots.tests;

import static io.lotabots.tests.Persons.PASSWORD;
import static io.lotabots.tests.Persons.nothing;
import static io.lotabots.tests.Persons.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.aws.Meter;
import io.lotabots.tests.Persons.Person;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What people and programs cost in units of the store, metered at its door, as {@code docs/costs.md} says. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class PeopleCostTest {
    private final Http node = Persons.node();

    @Test
    void every_way_in_costs_what_it_should() {
        Person warm = Person.registered("warm");
        warm.login(PASSWORD);
        // An hour's list of the audit log is kept in one more write, by each instance for each account.
        costs("PostV1AuthRegister", 14, 2, () -> register(Persons.name("cost")));
        Person ann = Person.registered("ann");
        costs("PostV1AuthLogin", 7, 4, () -> ann.login(PASSWORD));
        costs("PostV1AuthLogin", 6, 3, () -> ann.login("wrong"));
        costs("PostV1AuthLogin", 6, 3, () -> new Person(Persons.name("nobody"), "", "", "", "", "").login("wrong"));
        costs(
                "PostV1AuthPassword",
                9,
                5,
                () -> ann.post(
                        "/v1/auth/password",
                        object("current_password", PASSWORD).put("new_password", "a teapot without any wheels")));
        ObjectNode program = object("name", "job");
        program.putArray("scopes").add("orgs:read");
        Http.Answer made = costs("PostV1Clients", 8, 1, () -> ann.post("/v1/clients", program));
        String form = "grant_type=client_credentials&client_id="
                + made.json().path("client_id").asText() + "&client_secret="
                + made.json().path("client_secret").asText();
        token(form);
        costs("PostOauthToken", 4, 4, () -> token(form));
        costs(
                "PostV1AuthPasskeysOptions",
                2,
                0,
                () -> node.post("/v1/auth/passkeys/options", nothing(), "X-Real-IP", Persons.network()));
        costs("GetV1Passkeys", 1, 1, () -> ann.get("/v1/passkeys"));
    }

    private Http.Answer register(String username) {
        return node.post(
                "/v1/auth/register",
                Persons.registration(username, username + "@example.org", PASSWORD),
                "X-Real-IP",
                Persons.network());
    }

    private Http.Answer token(String form) {
        return node.send(
                "POST",
                "/oauth/token",
                form.getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Real-IP",
                Persons.network());
    }

    private static Http.Answer costs(String handler, double writes, double reads, Supplier<Http.Answer> call) {
        Meter meter = Persons.platform().port().meter();
        String function = Node.function(Persons.platform(), handler).name();
        Meter.Snapshot before = meter.snapshot().ofPrincipal(function);
        Http.Answer answer = call.get();
        Meter.Snapshot after = meter.snapshot().ofPrincipal(function);
        assertThat(answer.status()).as(handler + " " + answer.text()).isLessThan(500);
        double written = after.writeUnits() - before.writeUnits();
        double read = after.readUnits() - before.readUnits();
        System.out.printf("%-28s %3d %5.1f writes %5.1f reads%n", handler, answer.status(), written, read);
        assertThat(written).as(handler + " writes").isLessThanOrEqualTo(writes);
        assertThat(read).as(handler + " reads").isLessThanOrEqualTo(reads);
        return answer;
    }
}
