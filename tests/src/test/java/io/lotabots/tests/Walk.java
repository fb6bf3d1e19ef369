package io.lotabots.tests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Every endpoint of organisations and projects as steps that somebody takes, what the table of permissions says of each, and
 * an organisation with somebody of every kind in it.
 */
final class Walk {
    static final String ANYBODY = "be anybody";

    /**
     * HAITHE.md, 2.4, as it was read for this test: what is done, to what, and whether owner, admin and member of the
     * organisation, admin, developer and viewer of the project, and strangers may. The last lines are of what is nobody's.
     */
    private static final String TABLE = """
            read the organisation     | organisation | y y y y y y n
            rename, delete, hand over | organisation | y n n n n n n
            manage members            | organisation | y y n n n n n
            manage admins             | organisation | y n n n n n n
            enrol models              | organisation | y y n n n n n
            read money and ledger     | organisation | y y n n n n n
            create a project          | organisation | y y n n n n n
            read the project          | project      | y y n y y y n
            configure the project     | project      | y y n y n n n
            take what was offered     | offer        | n n n n n n n
            be signed in              | oneself      | y y y y y y y
            be anybody                | oneself      | y y y y y y y
            """;

    private static final int STRANGER = 6;

    /** Nobody's: as long as an id, and never given. */
    private static final long ABSENT = 9_007_199_254_740_881L;

    /**
     * Somebody who asks.
     *
     * @param inOrganization the column of the table that says what he may with the organisation
     * @param inProject the same of the project
     */
    record Caller(String name, int inOrganization, int inProject) {
        boolean isStranger() {
            return inOrganization == STRANGER;
        }
    }

    /** The roles, in the order of the table. */
    static final List<Caller> ROLES = List.of(
            new Caller("owner", 0, 0),
            new Caller("admin", 1, 1),
            new Caller("member", 2, 2),
            new Caller("lead", 3, 3),
            new Caller("developer", 4, 4),
            new Caller("viewer", 5, 5));

    /** Who leads another project of the same organisation, and everybody of another organisation. */
    static final List<Caller> OTHERS = List.of(
            new Caller("neighbour", 3, STRANGER),
            new Caller("stranger", STRANGER, STRANGER),
            new Caller("other owner", STRANGER, STRANGER),
            new Caller("other admin", STRANGER, STRANGER),
            new Caller("other member", STRANGER, STRANGER),
            new Caller("other lead", STRANGER, STRANGER),
            new Caller("other developer", STRANGER, STRANGER),
            new Caller("other viewer", STRANGER, STRANGER));

    static final List<Step> STEPS = List.of(
            step("GET /api/v1/models", ANYBODY),
            step("GET /api/v1/me", "be signed in"),
            step("GET /api/v1/me/orgs", "be signed in"),
            step("GET /api/v1/me/projects", "be signed in"),
            step("GET /api/v1/me/invitations", "be signed in").inPerson(),
            step("POST /api/v1/me/invitations/{o}/accept", "take what was offered")
                    .inPerson(),
            step("DELETE /api/v1/me/invitations/{o}", "take what was offered").inPerson(),
            step("POST /api/v1/orgs", "be signed in", "name", "Walk {nano}"),
            step("GET /api/v1/orgs/{o}", "read the organisation"),
            step("PATCH /api/v1/orgs/{o}", "rename, delete, hand over", "name", "Walk {nano}"),
            step("DELETE /api/v1/orgs/{o}", "rename, delete, hand over").undo("POST /api/v1/orgs/{o}/restore"),
            step("POST /api/v1/orgs/{o}/restore", "rename, delete, hand over").when("DELETE /api/v1/orgs/{o}"),
            step("GET /api/v1/orgs/{o}/projects", "read the organisation"),
            step("GET /api/v1/orgs/{o}/members", "read the organisation"),
            step("GET /api/v1/orgs/{o}/models", "read the organisation"),
            step("GET /api/v1/orgs/{o}/expenditure", "read money and ledger"),
            step("GET /api/v1/orgs/{o}/balance", "read money and ledger"),
            step("GET /api/v1/orgs/{o}/audit", "read money and ledger"),
            step("GET /api/v1/orgs/{o}/invitations", "manage members"),
            step("POST /api/v1/orgs/{o}/members", "manage members", "wallet_address", "{new}", "role", "member"),
            step("POST /api/v1/orgs/{o}/members", "manage admins", "wallet_address", "{new}", "role", "admin"),
            step("PATCH /api/v1/orgs/{o}/members", "manage members", "wallet_address", "{m}", "role", "member"),
            step("PATCH /api/v1/orgs/{o}/members", "manage admins", "wallet_address", "{m}", "role", "admin")
                    .undo("PATCH /api/v1/orgs/{o}/members", "wallet_address", "{m}", "role", "member"),
            step("PATCH /api/v1/orgs/{o}/members", "manage admins", "wallet_address", "{a}", "role", "member")
                    .undo("PATCH /api/v1/orgs/{o}/members", "wallet_address", "{a}", "role", "admin"),
            step("DELETE /api/v1/orgs/{o}/members", "manage members", "wallet_address", "{m}")
                    .undo("POST /api/v1/orgs/{o}/members", "wallet_address", "{m}", "role", "member"),
            step("DELETE /api/v1/orgs/{o}/members", "manage admins", "wallet_address", "{a}")
                    .undo("POST /api/v1/orgs/{o}/members", "wallet_address", "{a}", "role", "admin"),
            step("POST /api/v1/orgs/{o}/invitations", "manage members", "wallet_address", "{i}", "role", "member"),
            step("POST /api/v1/orgs/{o}/invitations", "manage admins", "wallet_address", "{i}", "role", "admin"),
            step(
                    "POST /api/v1/orgs/{o}/invitations",
                    "configure the project",
                    "wallet_address",
                    "{new}",
                    "role",
                    "viewer",
                    "project_id",
                    "{p}"),
            step("DELETE /api/v1/orgs/{o}/invitations", "manage members", "wallet_address", "{i}")
                    .undo("POST /api/v1/orgs/{o}/invitations", "wallet_address", "{i}", "role", "member"),
            step("POST /api/v1/orgs/{o}/transfer", "rename, delete, hand over", "wallet_address", "{i}")
                    .inPerson(),
            step("DELETE /api/v1/orgs/{o}/transfer", "rename, delete, hand over")
                    .inPerson()
                    .undo("POST /api/v1/orgs/{o}/transfer", "wallet_address", "{i}"),
            step("POST /api/v1/orgs/{o}/transfer/accept", "take what was offered")
                    .inPerson(),
            step("POST /api/v1/orgs/{o}/models", "enrol models", "model_id", 4)
                    .undo("DELETE /api/v1/orgs/{o}/models", "model_id", 4),
            step("DELETE /api/v1/orgs/{o}/models", "enrol models", "model_id", 2)
                    .undo("POST /api/v1/orgs/{o}/models", "model_id", 2),
            step("POST /api/v1/projects", "create a project", "org_id", "{o}", "name", "Walk {nano}"),
            step("GET /api/v1/projects/{p}", "read the project"),
            step("PATCH /api/v1/projects/{p}", "configure the project", "search_enabled", true),
            step("DELETE /api/v1/projects/{p}", "configure the project").undo("POST /api/v1/projects/{p}/restore"),
            step("POST /api/v1/projects/{p}/restore", "configure the project").when("DELETE /api/v1/projects/{p}"),
            step("GET /api/v1/projects/{p}/members", "read the project"),
            step(
                    "POST /api/v1/projects/{p}/members",
                    "configure the project",
                    "wallet_address",
                    "{new}",
                    "role",
                    "admin"),
            step(
                            "PATCH /api/v1/projects/{p}/members",
                            "configure the project",
                            "wallet_address",
                            "{pm}",
                            "role",
                            "developer")
                    .undo("PATCH /api/v1/projects/{p}/members", "wallet_address", "{pm}", "role", "viewer"),
            step("DELETE /api/v1/projects/{p}/members", "configure the project", "wallet_address", "{pm}")
                    .undo("POST /api/v1/projects/{p}/members", "wallet_address", "{pm}", "role", "viewer"),
            step("GET /api/v1/projects/{p}/products", "read the project"),
            step("GET /api/v1/projects/{p}/price-per-call", "read the project"));

    private final Http node;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * What is asked.
     *
     * @param row the line of the table
     * @param before what the owner does before
     * @param undo what the owner does after it succeeded
     * @param session whether a key may not do it, whatever its scopes
     */
    record Step(
            String method,
            String path,
            String row,
            Object[] fields,
            List<Object> before,
            List<Object> undo,
            boolean session) {

        Step undo(String call, Object... with) {
            return new Step(method, path, row, fields, before, call(call, with), session);
        }

        Step when(String call) {
            return new Step(method, path, row, fields, call(call), undo, session);
        }

        Step inPerson() {
            return new Step(method, path, row, fields, before, undo, true);
        }

        private static List<Object> call(String call, Object... with) {
            List<Object> words = new ArrayList<>(List.of(call));
            words.addAll(List.of(with));
            return words;
        }

        /** The status that the table has for somebody: 404 where he does not even see what it is done to. */
        int status(Caller who) {
            if (may(row, who)) {
                return 200;
            }
            return thing(row).equals("offer") || !may("read the " + thing(row), who) ? 404 : 403;
        }

        /** The scope that a key wants for it, by what it is done to. */
        String scope() {
            return (thing(row).equals("project") || row.equals("create a project") ? "projects:" : "orgs:")
                    + (method.equals("GET") && !row.startsWith("manage") ? "read" : "write");
        }
    }

    private static Step step(String call, String row, Object... fields) {
        String[] parts = call.split(" ", 2);
        return new Step(parts[0], parts[1], row, fields, List.of(), List.of(), false);
    }

    private static String[] line(String row) {
        return TABLE.lines()
                .map(line -> line.split(" *\\| "))
                .filter(cells -> cells[0].equals(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line " + row));
    }

    private static String thing(String row) {
        return line(row)[1];
    }

    private static boolean may(String row, Caller who) {
        String[] cells = line(row);
        int column = cells[1].equals("project") ? who.inProject() : who.inOrganization();
        return cells[2].split(" ")[column].equals("y");
    }

    /** An organisation with somebody of every kind, one with others, and people who are in none. */
    Walk(Http node) {
        this.node = node;
        names.put("o", organization("", "p"));
        organization("other ", "q");
        names.put("r", project(name("o")));
        join(owner(), "/api/v1/projects/" + name("r"), person("neighbour").account(), "admin");
        person("stranger");
        for (String who : List.of("a", "m", "pm", "i")) {
            names.put(who, Person.unknown());
        }
        join(owner(), at("/api/v1/orgs/{o}"), name("a"), "admin");
        join(owner(), at("/api/v1/orgs/{o}"), name("m"), "member");
        join(owner(), at("/api/v1/projects/{p}"), name("pm"), "viewer");
        owner().given("POST", at("/api/v1/orgs/{o}/models"), "model_id", 2);
        owner().given("POST", at("/api/v1/orgs/{o}/invitations"), "wallet_address", name("i"), "role", "member");
        owner().given("POST", at("/api/v1/orgs/{o}/transfer"), "wallet_address", name("i"));
    }

    private String organization(String prefix, String project) {
        Person owner = person(prefix + "owner");
        String id = owner.given("POST", "/api/v1/orgs", "name", "Walked " + System.nanoTime())
                .path("id")
                .asText();
        names.put(
                project,
                owner.given("POST", "/api/v1/projects", "org_id", id, "name", "Walked")
                        .path("id")
                        .asText());
        for (String role : List.of("admin", "member")) {
            join(owner, "/api/v1/orgs/" + id, person(prefix + role).account(), role);
        }
        String path = "/api/v1/projects/" + name(project);
        join(owner, path, person(prefix + "lead").account(), "admin");
        for (String role : List.of("developer", "viewer")) {
            join(owner, path, person(prefix + role).account(), role);
        }
        return id;
    }

    private String project(String organization) {
        return owner().given("POST", "/api/v1/projects", "org_id", organization, "name", "Next door")
                .path("id")
                .asText();
    }

    private static void join(Person by, String path, String account, String role) {
        by.given("POST", path + "/members", "wallet_address", account, "role", role);
    }

    /** What somebody is answered; all is afterwards as it was before. */
    Http.Answer taken(Step step, Function<Object[], Http.Answer> asking) {
        if (!step.before().isEmpty()) {
            repeat(step.before());
        }
        Http.Answer answer = asking.apply(fields(step));
        boolean done = answer.status() == 200;
        if (done && !step.undo().isEmpty()) {
            repeat(step.undo());
        }
        if (!done && !step.before().isEmpty()) {
            owner().given(step.method(), at(step.path()));
        }
        return answer;
    }

    /** The same asked of what is not there. */
    static Http.Answer absent(Person who, Step step) {
        String nothing = Long.toString(ABSENT);
        Object[] fields = new Object[step.fields().length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = switch (String.valueOf(step.fields()[i])) {
                case "{o}", "{p}" -> nothing;
                case "{new}", "{a}", "{m}", "{pm}", "{i}" -> Person.unknown();
                default -> step.fields()[i];
            };
        }
        return who.ask(step.method(), step.path().replace("{o}", nothing).replace("{p}", nothing), fields);
    }

    private void repeat(List<Object> call) {
        String[] parts = call.getFirst().toString().split(" ", 2);
        Object[] with = call.subList(1, call.size()).stream().map(this::filled).toArray();
        owner().given(parts[0], at(parts[1]), with);
    }

    Object[] fields(Step step) {
        Object[] filled = new Object[step.fields().length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = filled(step.fields()[i]);
        }
        return filled;
    }

    private Object filled(Object word) {
        return switch (String.valueOf(word)) {
            case "{new}" -> Person.unknown();
            case "Walk {nano}" -> "Walk " + System.nanoTime();
            case "{o}", "{p}", "{a}", "{m}", "{pm}", "{i}" ->
                name(word.toString().replaceAll("[{}]", ""));
            default -> word;
        };
    }

    private String name(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    String at(String path) {
        return path.replace("{o}", name("o")).replace("{p}", name("p"));
    }

    Person owner() {
        return person("owner");
    }

    Person person(String who) {
        return people.computeIfAbsent(who, _ -> Person.on(node));
    }

    /** What somebody is told of his own lists. */
    JsonNode listed(String who, String path) {
        return person(who).given("GET", path);
    }
}
