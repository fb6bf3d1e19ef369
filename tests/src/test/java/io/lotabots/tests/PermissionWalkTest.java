package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every endpoint of an organisation or a project, asked by everybody who may be something there and by strangers. For each
 * the columns say who may (y), who is refused (n) and to whom there is no such thing (-): owner, admin, member, and the
 * admin, developer and viewer of a project.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionWalkTest {
    private static final List<String> ROLES = List.of("owner", "admin", "member", "lead", "developer", "viewer");

    /** Nobody's: as long as an id, and never given. */
    private static final long ABSENT = 9_007_199_254_740_881L;

    private static final List<Step> STEPS = List.of(
            step("GET /api/v1/orgs/{o}", "y y y y y y"),
            step("PATCH /api/v1/orgs/{o}", "y n n n n n", "name", "Walk {nano}"),
            step("DELETE /api/v1/orgs/{o}", "y n n n n n").undo("POST /api/v1/orgs/{o}/restore"),
            step("POST /api/v1/orgs/{o}/restore", "y n n n n n").when("DELETE /api/v1/orgs/{o}", "owner"),
            step("GET /api/v1/orgs/{o}/projects", "y y y y y y"),
            step("GET /api/v1/orgs/{o}/members", "y y y y y y"),
            step("GET /api/v1/orgs/{o}/models", "y y y y y y"),
            step("GET /api/v1/orgs/{o}/expenditure", "y y n n n n"),
            step("GET /api/v1/orgs/{o}/balance", "y y n n n n"),
            step("GET /api/v1/orgs/{o}/audit", "y y n n n n"),
            step("GET /api/v1/orgs/{o}/invitations", "y y n n n n"),
            step("POST /api/v1/orgs/{o}/members", "y y n n n n", "wallet_address", "{new}", "role", "member"),
            step("POST /api/v1/orgs/{o}/members", "y n n n n n", "wallet_address", "{new}", "role", "admin"),
            step("PATCH /api/v1/orgs/{o}/members", "y y n n n n", "wallet_address", "{m}", "role", "member"),
            step("PATCH /api/v1/orgs/{o}/members", "y n n n n n", "wallet_address", "{m}", "role", "admin")
                    .undo("PATCH /api/v1/orgs/{o}/members", "wallet_address", "{m}", "role", "member"),
            step("PATCH /api/v1/orgs/{o}/members", "y n n n n n", "wallet_address", "{a}", "role", "member")
                    .undo("PATCH /api/v1/orgs/{o}/members", "wallet_address", "{a}", "role", "admin"),
            step("DELETE /api/v1/orgs/{o}/members", "y y n n n n", "wallet_address", "{m}")
                    .undo("POST /api/v1/orgs/{o}/members", "wallet_address", "{m}", "role", "member"),
            step("DELETE /api/v1/orgs/{o}/members", "y n n n n n", "wallet_address", "{a}")
                    .undo("POST /api/v1/orgs/{o}/members", "wallet_address", "{a}", "role", "admin"),
            step("POST /api/v1/orgs/{o}/invitations", "y y n n n n", "wallet_address", "{i}", "role", "member"),
            step("POST /api/v1/orgs/{o}/invitations", "y n n n n n", "wallet_address", "{i}", "role", "admin"),
            step(
                    "POST /api/v1/orgs/{o}/invitations",
                    "y y - y n n",
                    "wallet_address",
                    "{i}",
                    "role",
                    "viewer",
                    "project_id",
                    "{p}"),
            step("DELETE /api/v1/orgs/{o}/invitations", "y y n n n n", "wallet_address", "{i}")
                    .undo("POST /api/v1/orgs/{o}/invitations", "wallet_address", "{i}", "role", "member"),
            step("POST /api/v1/orgs/{o}/transfer", "y n n n n n", "wallet_address", "{i}"),
            step("DELETE /api/v1/orgs/{o}/transfer", "y n n n n n")
                    .undo("POST /api/v1/orgs/{o}/transfer", "wallet_address", "{i}"),
            step("POST /api/v1/orgs/{o}/transfer/accept", "- - - - - -"),
            step("POST /api/v1/orgs/{o}/models", "y y n n n n", "model_id", 4)
                    .undo("DELETE /api/v1/orgs/{o}/models", "model_id", 4),
            step("DELETE /api/v1/orgs/{o}/models", "y y n n n n", "model_id", 2)
                    .undo("POST /api/v1/orgs/{o}/models", "model_id", 2),
            step("POST /api/v1/projects", "y y n n n n", "org_id", "{o}", "name", "Walk {nano}"),
            step("GET /api/v1/projects/{p}", "y y - y y y"),
            step("PATCH /api/v1/projects/{p}", "y y - y n n", "search_enabled", true),
            step("DELETE /api/v1/projects/{p}", "y y - y n n").undo("POST /api/v1/projects/{p}/restore"),
            step("POST /api/v1/projects/{p}/restore", "y y - y n n").when("DELETE /api/v1/projects/{p}", "owner"),
            step("GET /api/v1/projects/{p}/members", "y y - y y y"),
            step("POST /api/v1/projects/{p}/members", "y y - y n n", "wallet_address", "{new}", "role", "admin"),
            step("PATCH /api/v1/projects/{p}/members", "y y - y n n", "wallet_address", "{pm}", "role", "developer")
                    .undo("PATCH /api/v1/projects/{p}/members", "wallet_address", "{pm}", "role", "viewer"),
            step("DELETE /api/v1/projects/{p}/members", "y y - y n n", "wallet_address", "{pm}")
                    .undo("POST /api/v1/projects/{p}/members", "wallet_address", "{pm}", "role", "viewer"),
            step("GET /api/v1/projects/{p}/products", "y y - y y y"),
            step("GET /api/v1/projects/{p}/price-per-call", "y y - y y y"));

    private final Http node = Node.http();
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * What is asked.
     *
     * @param may who may, in the order of {@link #ROLES}
     * @param before what its owner does before each that may succeed
     * @param undo what its owner does after each that succeeded
     */
    private record Step(
            String method, String path, String may, Object[] fields, List<Object> before, List<Object> undo) {

        Step undo(String call, Object... with) {
            return new Step(method, path, may, fields, before, call(call, with));
        }

        Step when(String call, String who) {
            assertThat(who).isEqualTo("owner");
            return new Step(method, path, may, fields, call(call), undo);
        }

        private static List<Object> call(String call, Object... with) {
            List<Object> words = new ArrayList<>(List.of(call));
            words.addAll(List.of(with));
            return words;
        }
    }

    private static Step step(String call, String may, Object... fields) {
        String[] parts = call.split(" ", 2);
        return new Step(parts[0], parts[1], may, fields, List.of(), List.of());
    }

    @BeforeAll
    void somebodyOfEachKind() {
        for (String who : ROLES) {
            people.put(who, Person.on(node));
        }
        people.put("stranger", Person.on(node));
        people.put("other owner", Person.on(node));
        Person owner = owner();
        JsonNode made = owner.given("POST", "/api/v1/orgs", "name", "Walked " + System.nanoTime());
        names.put("o", made.path("id").asText());
        person("other owner").given("POST", "/api/v1/orgs", "name", "Other " + System.nanoTime());
        names.put(
                "p",
                owner.given("POST", "/api/v1/projects", "org_id", name("o"), "name", "Walked")
                        .path("id")
                        .asText());
        for (String who : List.of("a", "m", "pm", "i")) {
            names.put(who, Person.unknown());
        }
        owner.given("POST", at("/api/v1/orgs/{o}/members"), "wallet_address", account("admin"), "role", "admin");
        owner.given("POST", at("/api/v1/orgs/{o}/members"), "wallet_address", name("a"), "role", "admin");
        owner.given("POST", at("/api/v1/orgs/{o}/members"), "wallet_address", account("member"), "role", "member");
        owner.given("POST", at("/api/v1/orgs/{o}/members"), "wallet_address", name("m"), "role", "member");
        owner.given("POST", at("/api/v1/orgs/{o}/models"), "model_id", 2);
        String members = at("/api/v1/projects/{p}/members");
        owner.given("POST", members, "wallet_address", account("lead"), "role", "admin");
        owner.given("POST", members, "wallet_address", account("developer"), "role", "developer");
        owner.given("POST", members, "wallet_address", account("viewer"), "role", "viewer");
        owner.given("POST", members, "wallet_address", name("pm"), "role", "viewer");
        owner.given("POST", at("/api/v1/orgs/{o}/invitations"), "wallet_address", name("i"), "role", "member");
        owner.given("POST", at("/api/v1/orgs/{o}/transfer"), "wallet_address", name("i"));
    }

    @Test
    void every_endpoint_answers_every_role_as_the_table_says() {
        for (Step step : STEPS) {
            String[] may = step.may().split(" ");
            for (int i = 0; i < ROLES.size(); i++) {
                String who = ROLES.get(i);
                before(step);
                Http.Answer answer = ask(person(who), step);
                assertThat(answer.status())
                        .as("%s %s as %s: %s", step.method(), step.path(), who, answer.text())
                        .isEqualTo(
                                switch (may[i]) {
                                    case "y" -> 200;
                                    case "n" -> 403;
                                    default -> 404;
                                });
                after(step, answer.status() == 200);
            }
        }
    }

    @Test
    void to_strangers_nothing_is_there_and_they_are_told_in_the_words_of_what_never_was() {
        for (Step step : STEPS) {
            for (String who : List.of("stranger", "other owner")) {
                Http.Answer answer = ask(person(who), step);
                Http.Answer absent = ask(person(who), step, name -> Long.toString(ABSENT));
                assertThat(answer.status())
                        .as("%s %s as %s: %s", step.method(), step.path(), who, answer.text())
                        .isEqualTo(404);
                assertThat(said(answer)).isEqualTo(said(absent));
            }
        }
    }

    @Test
    void nobody_is_told_nothing_but_to_sign_in() {
        Person nobody = Person.on(node);
        for (Step step : STEPS) {
            for (String credential : List.of("Bearer null", "Bearer ", "Basic YTpi", "Bearer sk-a.b.c")) {
                Http.Answer answer =
                        nobody.showing(credential, step.method(), at(step.path()), fields(step, this::name));
                assertThat(answer.status())
                        .as("%s %s: %s", step.method(), step.path(), answer.text())
                        .isEqualTo(401);
                assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            }
        }
    }

    @Test
    void no_endpoint_of_an_organisation_or_a_project_is_left_out() {
        TreeSet<String> declared = new TreeSet<>();
        Pattern ours = Pattern.compile("(GET|POST|PATCH|PUT|DELETE) /api/v1/(orgs/\\{|projects).*");
        JsonNode paths = node.get("/openapi.json").json().path("paths");
        paths.properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    String route = method.toUpperCase(Locale.ROOT) + " " + path.getKey();
                    if (ours.matcher(route).matches()) {
                        declared.add(route);
                    }
                }));
        TreeSet<String> walked = new TreeSet<>(STEPS.stream()
                .map(step -> step.method() + " " + step.path().replaceAll("\\{[op]}", "{id}"))
                .toList());
        assertThat(declared).hasSizeGreaterThan(30).isEqualTo(walked);
    }

    private void before(Step step) {
        if (!step.before().isEmpty()) {
            repeat(step.before());
        }
    }

    /** Brings back what a step changed, or what was made ready for it in vain. */
    private void after(Step step, boolean done) {
        if (done && !step.undo().isEmpty()) {
            repeat(step.undo());
        }
        if (!done && !step.before().isEmpty()) {
            owner().given(step.method(), at(step.path()));
        }
    }

    private void repeat(List<Object> call) {
        String[] parts = call.getFirst().toString().split(" ", 2);
        Object[] with = call.subList(1, call.size()).stream()
                .map(word -> filled(word, this::name))
                .toArray();
        owner().given(parts[0], at(parts[1]), with);
    }

    private Http.Answer ask(Person who, Step step) {
        return ask(who, step, this::name);
    }

    private Http.Answer ask(Person who, Step step, Function<String, String> place) {
        String path = step.path().replace("{o}", place.apply("o")).replace("{p}", place.apply("p"));
        return who.ask(step.method(), path, fields(step, place));
    }

    private Object[] fields(Step step, Function<String, String> place) {
        Object[] filled = new Object[step.fields().length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = filled(step.fields()[i], place);
        }
        return filled;
    }

    private Object filled(Object word, Function<String, String> place) {
        return switch (String.valueOf(word)) {
            case "{new}" -> Person.unknown();
            case "Walk {nano}" -> "Walk " + System.nanoTime();
            case "{o}", "{p}" -> place.apply(word.toString().substring(1, 2));
            case "{a}", "{m}", "{pm}", "{i}" -> name(word.toString().replaceAll("[{}]", ""));
            default -> word;
        };
    }

    private String name(String name) {
        return Objects.requireNonNull(names.get(name));
    }

    private String at(String path) {
        return path.replace("{o}", name("o")).replace("{p}", names.getOrDefault("p", ""));
    }

    private Person owner() {
        return person("owner");
    }

    private Person person(String who) {
        return Objects.requireNonNull(people.get(who));
    }

    private String account(String who) {
        return person(who).account();
    }

    /** An answer without what is of the request alone. */
    private static JsonNode said(Http.Answer answer) {
        ObjectNode body = answer.json().deepCopy();
        body.remove("request_id");
        return body;
    }
}
