package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Lists that are read a row at a time to their end, also where rows of a page are not to be shown. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class PagesTest {
    private final Person owner = Person.on(Identities.node());
    private final Person other = Person.on(Identities.node());

    /** What all pages hold in a field, and how many pages there are. */
    private record Read(List<String> values, int pages) {}

    private static Read read(Person who, String path, String field) {
        List<String> values = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            Http.Answer page = after.isEmpty()
                    ? who.ask("GET", path, "limit", 1)
                    : who.ask("GET", path, "limit", 1, "after", after);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            JsonNode rows = page.json().path("data");
            assertThat(rows.size()).as("a page of one").isLessThanOrEqualTo(1);
            rows.forEach(row -> values.add(row.path(field).asText()));
            after = page.json().path("next").asText("");
            pages++;
        } while (!after.isEmpty() && !after.equals("null") && pages < 20);
        return new Read(values, pages);
    }

    private long organization(Person of) {
        return of.given("POST", "/api/v1/orgs", "name", Persons.name("Paged"))
                .path("id")
                .longValue();
    }

    private long project(long organization) {
        return owner.given("POST", "/api/v1/projects", "org_id", organization, "name", Persons.name("P"))
                .path("id")
                .longValue();
    }

    private static String text(long id) {
        return Long.toString(id);
    }

    @Test
    void ones_organisations_are_listed_newest_first_without_those_that_were_deleted() {
        List<Long> made = List.of(organization(owner), organization(owner), organization(owner), organization(owner));
        owner.given("DELETE", "/api/v1/orgs/" + made.get(2));
        long anothers = organization(other);
        other.given(
                "POST", "/api/v1/orgs/" + anothers + "/members", "wallet_address", owner.account(), "role", "member");
        Read read = read(owner, "/api/v1/me/orgs", "id");
        assertThat(read.values())
                .containsExactly(text(anothers), text(made.get(3)), text(made.get(1)), text(made.getFirst()));
        assertThat(read.pages()).as("one of them has nothing to show").isEqualTo(5);
        assertThat(read(Person.on(Identities.node()), "/api/v1/me/orgs", "id")).isEqualTo(new Read(List.of(), 1));
    }

    @Test
    void projects_are_listed_without_those_that_were_deleted_to_who_owns_all_and_to_who_has_a_role() {
        long id = organization(owner);
        List<Long> made = List.of(project(id), project(id), project(id), project(id));
        for (long project : made) {
            String members = "/api/v1/projects/" + project + "/members";
            owner.given("POST", members, "wallet_address", other.account(), "role", "viewer");
        }
        long unseen = project(id);
        owner.given("DELETE", "/api/v1/projects/" + made.get(1));
        String[] left = {text(made.getFirst()), text(made.get(2)), text(made.get(3))};
        Read own = read(other, "/api/v1/me/projects", "id");
        assertThat(own.values()).containsExactlyInAnyOrder(left);
        assertThat(own.pages()).isEqualTo(4);
        String path = "/api/v1/orgs/" + id + "/projects";
        assertThat(read(other, path, "id").values()).containsExactlyInAnyOrder(left);
        assertThat(read(owner, path, "id").values()).containsExactlyInAnyOrder(left[0], left[1], left[2], text(unseen));
        assertThat(read(owner, path, "id").pages()).isEqualTo(5);
    }

    @Test
    void members_of_a_project_are_listed_each_once() {
        String path = "/api/v1/projects/" + project(organization(owner)) + "/members";
        List<String> accounts = List.of(Person.unknown(), Person.unknown(), Person.unknown());
        accounts.forEach(account -> owner.given("POST", path, "wallet_address", account, "role", "developer"));
        Read read = read(owner, path, "wallet_address");
        assertThat(read.values()).containsExactlyInAnyOrderElementsOf(accounts);
        assertThat(read.pages()).isEqualTo(3);
        owner.given("DELETE", path, "wallet_address", read.values().getFirst());
        assertThat(read(owner, path, "wallet_address").values())
                .isEqualTo(read.values().subList(1, 3));
    }

    @Test
    void invitations_are_listed_on_both_sides_without_those_of_what_was_deleted() {
        List<Long> made = List.of(organization(owner), organization(owner), organization(owner), organization(owner));
        for (long id : made) {
            String path = "/api/v1/orgs/" + id + "/invitations";
            owner.given("POST", path, "wallet_address", other.account(), "role", "member");
        }
        owner.given("DELETE", "/api/v1/orgs/" + made.get(2));
        Read read = read(other, "/api/v1/me/invitations", "org_id");
        assertThat(read.values())
                .containsExactlyInAnyOrder(text(made.getFirst()), text(made.get(1)), text(made.get(3)));
        assertThat(read.pages()).isEqualTo(4);
        String path = "/api/v1/orgs/" + made.get(1) + "/invitations";
        List<String> accounts = List.of(Person.unknown(), Person.unknown());
        accounts.forEach(account -> owner.given("POST", path, "wallet_address", account, "role", "member"));
        assertThat(read(owner, path, "wallet_address"))
                .satisfies(all -> assertThat(all.values())
                        .containsExactlyInAnyOrder(other.account(), accounts.getFirst(), accounts.getLast()))
                .satisfies(all -> assertThat(all.pages()).isEqualTo(3));
    }
}
