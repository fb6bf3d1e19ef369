package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.tests.Walk.Caller;
import io.lotabots.tests.Walk.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every endpoint of organisations and projects, asked by everybody who may be something there, by everybody of another
 * organisation, by strangers, by nobody and by keys: who may, who is refused (403), and to whom there is no such thing (404).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionWalkTest {
    private static final Set<String> SERVICES = Set.of("organizations", "projects");
    private static final Set<String> SCOPES = Set.of("orgs:read", "orgs:write", "projects:read", "projects:write");

    private final Http node = Node.http();

    @SuppressWarnings("NullAway.Init") // JUnit calls what sets it before each test
    private Walk walk;

    @BeforeAll
    void somebodyOfEachKind() {
        walk = new Walk(node);
    }

    @Test
    void every_endpoint_answers_every_role_as_the_table_says() {
        for (Step step : Walk.STEPS) {
            for (Caller who : Walk.ROLES) {
                assertThat(asked(who, step).status())
                        .as("%s %s as %s", step.method(), step.path(), who.name())
                        .isEqualTo(step.status(who));
            }
        }
    }

    @Test
    void to_strangers_nothing_is_there_and_they_are_told_in_the_words_of_what_never_was() {
        for (Step step : Walk.STEPS) {
            for (Caller who : Walk.OTHERS) {
                Http.Answer answer = asked(who, step);
                assertThat(answer.status())
                        .as("%s %s as %s: %s", step.method(), step.path(), who.name(), answer.text())
                        .isEqualTo(step.status(who));
                if (answer.status() == 404) {
                    assertThat(said(answer)).isEqualTo(said(Walk.absent(walk.person(who.name()), step)));
                }
            }
        }
    }

    @Test
    void ones_own_lists_hold_nothing_of_others() {
        for (Caller who : Walk.OTHERS.stream().filter(Caller::isStranger).toList()) {
            for (String list : List.of("/api/v1/me/orgs", "/api/v1/me/projects", "/api/v1/me/invitations")) {
                assertThat(walk.listed(who.name(), list).findValuesAsText("id"))
                        .as("%s of %s", list, who.name())
                        .doesNotContain(walk.at("{o}"), walk.at("{p}"));
            }
        }
        assertThat(walk.listed("owner", "/api/v1/me/orgs").findValuesAsText("id"))
                .contains(walk.at("{o}"));
        assertThat(walk.listed("viewer", "/api/v1/me/projects").findValuesAsText("id"))
                .containsExactly(walk.at("{p}"));
    }

    @Test
    void nobody_is_told_nothing_but_to_sign_in() {
        Person nobody = Person.on(node);
        for (Step step : Walk.STEPS) {
            for (String credential : List.of("Bearer null", "Bearer ", "Basic YTpi", "Bearer sk-a.b.c")) {
                Http.Answer answer = nobody.showing(credential, step.method(), walk.at(step.path()), walk.fields(step));
                if (step.row().equals(Walk.ANYBODY)) {
                    assertThat(answer.status()).as(step.path()).isEqualTo(200);
                    continue;
                }
                assertThat(answer.status())
                        .as("%s %s: %s", step.method(), step.path(), answer.text())
                        .isEqualTo(401);
                assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            }
        }
    }

    @Test
    void a_key_may_what_its_account_may_as_far_as_its_scopes_go_and_nothing_else() {
        for (Caller who : Stream.concat(
                        Walk.ROLES.stream(), Walk.OTHERS.stream().limit(2))
                .toList()) {
            Person person = walk.person(who.name());
            String all = key(person, SCOPES);
            for (Step step : Walk.STEPS) {
                if (step.row().equals(Walk.ANYBODY)) {
                    continue;
                }
                Http.Answer answer = shown(person, all, step);
                assertThat(answer.status())
                        .as("%s %s with a key of %s: %s", step.method(), step.path(), who.name(), answer.text())
                        .isEqualTo(step.session() ? 403 : step.status(who));
            }
        }
        Person owner = walk.owner();
        for (String scope : SCOPES) {
            Set<String> others = new TreeSet<>(SCOPES);
            others.remove(scope);
            String less = key(owner, others);
            for (Step step : Walk.STEPS) {
                if (step.scope().equals(scope) && !step.session() && !step.row().startsWith("be ")) {
                    Http.Answer answer = shown(owner, less, step);
                    assertThat(answer.code())
                            .as("%s %s without %s: %s", step.method(), step.path(), scope, answer.text())
                            .isEqualTo("INSUFFICIENT_SCOPE");
                }
            }
        }
    }

    @Test
    void no_endpoint_of_the_services_is_left_out() {
        TreeSet<String> declared = new TreeSet<>();
        JsonNode paths = node.get("/openapi.json").json().path("paths");
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (SERVICES.contains(operation.getValue().at("/tags/0").asText())) {
                        declared.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        TreeSet<String> walked = new TreeSet<>(Walk.STEPS.stream()
                .map(step -> step.method() + " " + step.path().replaceAll("\\{[op]}", "{id}"))
                .toList());
        assertThat(declared).hasSize(40).isEqualTo(walked);
    }

    private Http.Answer asked(Caller who, Step step) {
        Person person = walk.person(who.name());
        return walk.taken(step, fields -> person.ask(step.method(), walk.at(step.path()), fields));
    }

    private Http.Answer shown(Person person, String key, Step step) {
        return walk.taken(step, fields -> person.showing(key, step.method(), walk.at(step.path()), fields));
    }

    private static String key(Person person, Set<String> scopes) {
        ObjectNode wish = Http.JSON.createObjectNode().put("name", "walk");
        scopes.forEach(wish.putArray("scopes")::add);
        Http.Answer made = person.makeKey(wish.toString());
        assertThat(made.status()).as(made.text()).isBetween(200, 201);
        return "Bearer " + made.json().path("api_key").asText();
    }

    /** An answer without what is of the request alone. */
    private static JsonNode said(Http.Answer answer) {
        ObjectNode body = answer.json().deepCopy();
        body.remove("request_id");
        return body;
    }
}
