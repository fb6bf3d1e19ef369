package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Organisations and projects as Haithe's clients use them, and what they were missing there. */
class OrganizationsTest {
    private static final String UTC = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

    private final Http node = Node.http();
    private final Person owner = Person.on(node);

    private static String name() {
        return "Bots " + System.nanoTime();
    }

    private JsonNode organization() {
        return owner.given("POST", "/api/v1/orgs", "name", name());
    }

    @Test
    void making_an_organisation_answers_a_count_and_all_of_it() {
        JsonNode made = organization();
        assertThat(made.path("count").longValue()).isEqualTo(1);
        assertThat(made.path("owner").asText()).isEqualTo(owner.account()).matches("0x[0-9a-f]{40}");
        assertThat(made.path("organization_uid").asText()).matches("[0-9a-f]{32}");
        assertThat(made.path("created_at").asText()).matches(UTC);
        assertThat(made.path("id").longValue()).isBetween(1L, (1L << 53) - 1);
        JsonNode read = owner.given("GET", "/api/v1/orgs/" + made.path("id"));
        read.properties().forEach(field -> assertThat(made.get(field.getKey())).isEqualTo(field.getValue()));
        assertThat(owner.given("GET", "/api/v1/me/orgs")).containsExactly(read);
        // Clients that made one elsewhere ask without a name for it to be found.
        assertThat(owner.given("POST", "/api/v1/orgs")).isEqualTo(made);
    }

    @Test
    void who_owns_none_and_names_none_is_given_a_first_one_and_later_the_newest() {
        JsonNode first = owner.given("POST", "/api/v1/orgs");
        assertThat(first.path("count").longValue()).isEqualTo(1);
        assertThat(first.path("name").asText()).matches("Organisation [0-9a-f]{12}");
        JsonNode second = organization();
        // Newer than both are memberships, of any number: others made this account a member of theirs.
        Person other = Person.on(node);
        long id = other.given("POST", "/api/v1/orgs", "name", name()).path("id").longValue();
        Stored.put(
                "MEMBERSHIPS",
                60,
                i -> Map.of(
                        "account", Stored.text(owner.account()),
                        "entry", Stored.text("organization#%013d#%d".formatted(9_000_000_000_000L + i, id)),
                        "organization", Stored.number(id)));
        assertThat(owner.given("POST", "/api/v1/orgs").path("id")).isEqualTo(second.path("id"));
        assertThat(owner.given("GET", "/api/v1/me/orgs", "limit", 10)).hasSize(1);
        owner.given("DELETE", "/api/v1/orgs/" + second.path("id"));
        assertThat(owner.given("POST", "/api/v1/orgs")).isEqualTo(first);
        owner.given("POST", "/api/v1/orgs/" + second.path("id") + "/restore");
        assertThat(owner.given("POST", "/api/v1/orgs").path("id")).isEqualTo(second.path("id"));
    }

    @Test
    void fields_come_in_the_query_or_in_a_body_and_may_not_contradict_each_other() {
        String name = name();
        Http.Answer inBody =
                node.post("/api/v1/orgs", "{\"name\":\"" + name + "\"}", "Authorization", "Bearer " + owner.token());
        assertThat(inBody.json().at("/data/name").asText()).isEqualTo(name);
        Http.Answer both =
                node.post("/api/v1/orgs?name=one", "{\"name\":\"other\"}", "Authorization", "Bearer " + owner.token());
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.code()).isEqualTo("AMBIGUOUS_FIELD");
    }

    @Test
    void an_error_is_a_body_of_the_family_whatever_was_wrong() {
        for (Http.Answer answer : List.of(
                owner.ask("GET", "/api/v1/orgs/abc"),
                owner.ask("GET", "/api/v1/orgs/99999999999999999999999"),
                owner.ask("GET", "/api/v1/orgs/0"),
                owner.ask("GET", "/api/v1/orgs/-4"),
                owner.ask("POST", "/api/v1/projects", "name", "x"),
                owner.ask("GET", "/api/v1/me/orgs", "limit", 101),
                owner.ask("GET", "/api/v1/me/orgs", "after", "../"),
                owner.showing("Bearer null", "GET", "/api/v1/me"))) {
            assertThat(answer.status()).as(answer.text()).isBetween(400, 404);
            assertThat(answer.json().path("success").isBoolean()).isTrue();
            assertThat(answer.json().path("success").asBoolean()).isFalse();
            assertThat(answer.json().path("message").asText()).isNotEmpty().doesNotContain("Exception", "io.lotabots");
            assertThat(answer.code()).matches("[A-Z_]+");
            assertThat(answer.json().path("request_id").asText()).isNotEmpty();
        }
    }

    @Test
    void names_of_organisations_are_one_on_the_platform_however_they_are_written() {
        String name = organization().path("name").asText();
        Http.Answer again = Person.on(node).ask("POST", "/api/v1/orgs", "name", " " + name.toUpperCase());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("NAME_TAKEN");
        JsonNode other = organization();
        Http.Answer renamed = owner.ask("PATCH", "/api/v1/orgs/" + other.path("id"), "name", name);
        assertThat(renamed.status()).isEqualTo(409);
        // A name that was given up is free at once, and case may change without giving it up.
        String fresh = name();
        owner.given("PATCH", "/api/v1/orgs/" + other.path("id"), "name", fresh);
        owner.given("PATCH", "/api/v1/orgs/" + other.path("id"), "name", fresh.toUpperCase());
        Person.on(node).given("POST", "/api/v1/orgs", "name", other.path("name").asText());
    }

    @Test
    void members_are_listed_newest_first_in_pages_without_the_owner() {
        long id = organization().path("id").longValue();
        String members = "/api/v1/orgs/" + id + "/members";
        List<String> added = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String account = Person.unknown();
            owner.given("POST", members, "wallet_address", account.toUpperCase().replace("0X", "0x"), "role", "member");
            added.addFirst(account);
        }
        List<String> listed = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            JsonNode page =
                    owner.ask("GET", members, "limit", 2, "after", after).json();
            page.path("data").forEach(member -> {
                listed.add(member.path("wallet_address").asText());
                assertThat(member.path("org_id").longValue()).isEqualTo(id);
                assertThat(member.path("role").asText()).isEqualTo("member");
                assertThat(member.path("created_at").asText()).matches(UTC);
            });
            after = page.path("next").asText("");
            pages++;
        } while (!after.isEmpty() && pages < 9);
        assertThat(pages).isEqualTo(3);
        assertThat(listed).isEqualTo(added);
        assertThat(owner.ask("POST", members, "wallet_address", owner.account(), "role", "admin")
                        .code())
                .isEqualTo("IS_OWNER");
        assertThat(owner.ask("POST", members, "wallet_address", added.getFirst(), "role", "admin")
                        .code())
                .isEqualTo("ALREADY_MEMBER");
        assertThat(owner.ask("POST", members, "wallet_address", Person.unknown(), "role", "owner")
                        .status())
                .isEqualTo(400);
        assertThat(owner.ask("DELETE", members, "wallet_address", Person.unknown())
                        .code())
                .isEqualTo("NO_MEMBER");
    }

    @Test
    void who_was_removed_is_a_stranger_with_the_next_request_and_who_likes_may_leave() {
        long id = organization().path("id").longValue();
        String members = "/api/v1/orgs/" + id + "/members";
        Person member = Person.on(node);
        owner.given("POST", members, "wallet_address", member.account(), "role", "admin");
        assertThat(member.given("GET", "/api/v1/me/orgs")).hasSize(1);
        owner.given("DELETE", members, "wallet_address", member.account());
        assertThat(member.ask("GET", "/api/v1/orgs/" + id).status()).isEqualTo(404);
        assertThat(member.given("GET", "/api/v1/me/orgs")).isEmpty();
        owner.given("POST", members, "wallet_address", member.account(), "role", "member");
        member.given("DELETE", members, "wallet_address", member.account());
        assertThat(member.ask("GET", "/api/v1/orgs/" + id).status()).isEqualTo(404);
    }

    @Test
    void the_fifteen_models_are_public_and_an_organisation_uses_the_first() {
        Http.Answer all = node.get("/api/v1/models", "Authorization", "Bearer null");
        assertThat(all.json().path("data"))
                .hasSize(15)
                .allSatisfy(
                        model -> assertThat(model.path("price_per_call_atomic").asText())
                                .isEqualTo(model.path("price_per_call").asText()));
        String models = "/api/v1/orgs/" + organization().path("id") + "/models";
        assertThat(names(owner.given("GET", models))).containsExactly("gemini-2.0-flash");
        assertThat(owner.ask("POST", models, "model_id", 1).code()).isEqualTo("ALREADY_ENROLLED");
        assertThat(owner.ask("POST", models, "model_id", 99).status()).isEqualTo(404);
        assertThat(owner.ask("POST", models, "model_id", 3).status()).isEqualTo(422);
        owner.given("DELETE", models, "model_id", 1);
        assertThat(owner.given("GET", models)).isEmpty();
        assertThat(owner.ask("DELETE", models, "model_id", 1).status()).isEqualTo(404);
    }

    @Test
    void what_is_not_sold_yet_costs_and_holds_nothing() {
        String path = "/api/v1/orgs/" + organization().path("id");
        assertThat(owner.given("GET", path + "/expenditure").path("expenditure").longValue())
                .isZero();
        assertThat(owner.given("GET", path + "/balance").path("balance").longValue())
                .isZero();
    }

    @Test
    void an_invitation_makes_a_member_when_the_invited_accepts() {
        long id = organization().path("id").longValue();
        long project = owner.given("POST", "/api/v1/projects", "org_id", id, "name", "P")
                .path("id")
                .longValue();
        Person one = Person.on(node);
        Person two = Person.on(node);
        String invitations = "/api/v1/orgs/" + id + "/invitations";
        owner.given("POST", invitations, "wallet_address", one.account(), "role", "admin");
        owner.given("POST", invitations, "wallet_address", two.account(), "role", "developer", "project_id", project);
        assertThat(owner.given("GET", invitations)).hasSize(2);
        assertThat(one.ask("GET", "/api/v1/orgs/" + id).status()).isEqualTo(404);
        JsonNode seen = one.given("GET", "/api/v1/me/invitations").path(0);
        assertThat(seen.path("org_name").asText()).startsWith("Bots ");
        assertThat(seen.path("invited_by").asText()).isEqualTo(owner.account());
        one.given("POST", "/api/v1/me/invitations/" + id + "/accept");
        two.given("POST", "/api/v1/me/invitations/" + id + "/accept");
        assertThat(one.ask("POST", "/api/v1/me/invitations/" + id + "/accept").status())
                .isEqualTo(404);
        assertThat(one.given("GET", "/api/v1/orgs/" + id + "/balance")).isNotEmpty();
        assertThat(two.given("GET", "/api/v1/projects/" + project + "/members"))
                .anySatisfy(member -> assertThat(member.path("role").asText()).isEqualTo("developer"));
        assertThat(owner.given("GET", invitations)).isEmpty();
        Person third = Person.on(node);
        owner.given("POST", invitations, "wallet_address", third.account(), "role", "member");
        third.given("DELETE", "/api/v1/me/invitations/" + id);
        assertThat(third.given("GET", "/api/v1/me/invitations")).isEmpty();
        assertThat(third.ask("GET", "/api/v1/orgs/" + id).status()).isEqualTo(404);
    }

    @Test
    void an_organisation_is_handed_over_in_two_steps() {
        long id = organization().path("id").longValue();
        Person heir = Person.on(node);
        String transfer = "/api/v1/orgs/" + id + "/transfer";
        assertThat(heir.ask("POST", transfer + "/accept").status()).isEqualTo(404);
        owner.given("POST", transfer, "wallet_address", heir.account());
        assertThat(heir.ask("GET", "/api/v1/orgs/" + id).status()).isEqualTo(404);
        owner.given("DELETE", transfer);
        assertThat(heir.ask("POST", transfer + "/accept").status()).isEqualTo(404);
        owner.given("POST", transfer, "wallet_address", heir.account());
        assertThat(heir.given("POST", transfer + "/accept").path("owner").asText())
                .isEqualTo(heir.account());
        assertThat(owner.ask("PATCH", "/api/v1/orgs/" + id, "name", name()).status())
                .isEqualTo(403);
        JsonNode members = heir.given("GET", "/api/v1/orgs/" + id + "/members");
        assertThat(members).hasSize(1);
        assertThat(members.path(0).path("wallet_address").asText()).isEqualTo(owner.account());
        assertThat(members.path(0).path("role").asText()).isEqualTo("admin");
        assertThat(heir.given("GET", "/api/v1/me/orgs")).hasSize(1);
        assertThat(owner.given("GET", "/api/v1/me/orgs")).hasSize(1);
        assertThat(heir.given("POST", "/api/v1/orgs").path("count").longValue()).isEqualTo(1);
        // And back again, to one who is a member by then.
        heir.given("POST", transfer, "wallet_address", owner.account());
        owner.given("POST", transfer + "/accept");
        assertThat(owner.given("GET", "/api/v1/orgs/" + id + "/members")).hasSize(1);
        assertThat(owner.given("GET", "/api/v1/me/orgs")).hasSize(1);
    }

    @Test
    void what_was_done_is_told_with_who_and_how_and_no_secret() {
        long id = organization().path("id").longValue();
        Person member = Person.on(node);
        owner.given("POST", "/api/v1/orgs/" + id + "/members", "wallet_address", member.account(), "role", "member");
        assertThat(member.ask("GET", "/api/v1/orgs/" + id + "/balance").status())
                .isEqualTo(403);
        JsonNode log = owner.given("GET", "/api/v1/orgs/" + id + "/audit");
        assertThat(StreamSupport.stream(log.spliterator(), false)
                        .map(line -> line.path("event").asText()))
                .containsExactly("permission.asked", "member.added", "organization.created");
        JsonNode refused = log.path(0);
        assertThat(refused.path("actor").asText()).isEqualTo(member.account());
        assertThat(refused.path("result").asText()).isEqualTo("refused");
        assertThat(refused.path("reason").asText()).isEqualTo("read-money");
        assertThat(log.path(1).path("target").asText()).isEqualTo(member.account());
        assertThat(log.path(1).path("session").asText()).matches("[0-9a-f]{32}");
        assertThat(log.toString()).doesNotContain(owner.token(), "Bearer");
        for (String after : List.of("-", "#", "1795234320000", "0123456789012#x")) {
            Http.Answer unread = owner.ask("GET", "/api/v1/orgs/" + id + "/audit", "after", after);
            assertThat(unread.status()).as(unread.text()).isEqualTo(400);
            assertThat(unread.json().path("field").asText()).isEqualTo("after");
        }
        Http.Answer page = owner.ask("GET", "/api/v1/orgs/" + id + "/audit", "limit", 2);
        Http.Answer rest = owner.ask(
                "GET",
                "/api/v1/orgs/" + id + "/audit",
                "after",
                page.json().path("next").asText());
        assertThat(page.json().path("data")).hasSize(2);
        assertThat(rest.json().path("data")).hasSize(1);
        assertThat(rest.json().path("next").isNull()).isTrue();
    }

    @Test
    void a_key_reaches_as_far_as_its_scopes_and_its_project_and_no_further_when_it_is_deleted() {
        long id = organization().path("id").longValue();
        JsonNode one = owner.given("POST", "/api/v1/projects", "org_id", id, "name", "One");
        JsonNode two = owner.given("POST", "/api/v1/projects", "org_id", id, "name", "Two");
        JsonNode made = owner.makeKey("{\"name\":\"ci\",\"scopes\":[\"projects:read\",\"orgs:read\"],\"project\":\""
                        + one.path("project_uid").asText() + "\"}")
                .json();
        String key = "Bearer " + made.path("api_key").asText();
        assertThat(owner.showing(key, "GET", "/api/v1/projects/" + one.path("id"))
                        .status())
                .isEqualTo(200);
        assertThat(owner.showing(key, "GET", "/api/v1/projects/" + two.path("id"))
                        .status())
                .isEqualTo(404);
        assertThat(owner.showing(key, "GET", "/api/v1/orgs/" + id + "/balance").status())
                .isEqualTo(403);
        Http.Answer change = owner.showing(key, "PATCH", "/api/v1/projects/" + one.path("id"), "search_enabled", true);
        assertThat(change.status()).isEqualTo(403);
        assertThat(change.code()).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(names(owner.showing(key, "GET", "/api/v1/orgs/" + id + "/projects")
                        .json()
                        .path("data")))
                .as("what it is for, and no other")
                .containsExactly("One");
        node.send(
                "DELETE",
                "/v1/keys/" + made.at("/key/key_id").asText(),
                new byte[0],
                "Authorization",
                "Bearer " + owner.token());
        assertThat(owner.showing(key, "GET", "/api/v1/projects/" + one.path("id"))
                        .status())
                .isEqualTo(401);
    }

    static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path("name").asText())
                .toList();
    }
}
