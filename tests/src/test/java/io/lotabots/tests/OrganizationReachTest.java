package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far a role reaches when what it was in is deleted, and how far a key does that is for one thing alone. */
class OrganizationReachTest {
    private static final String READS = "\"orgs:read\",\"projects:read\"";

    private final Http node = Node.http();
    private final Person owner = Person.on(node);
    private final Person guest = Person.on(node);

    private JsonNode here = Http.JSON.nullNode();
    private JsonNode there = Http.JSON.nullNode();
    private JsonNode one = Http.JSON.nullNode();
    private JsonNode two = Http.JSON.nullNode();
    private JsonNode other = Http.JSON.nullNode();

    /** Two organisations of one owner, with two projects and with one. */
    @BeforeEach
    void two_organisations() {
        here = owner.given("POST", "/api/v1/orgs", "name", "Here " + System.nanoTime());
        there = owner.given("POST", "/api/v1/orgs", "name", "There " + System.nanoTime());
        one = project(here, "One");
        two = project(here, "Two");
        other = project(there, "Other");
    }

    private JsonNode project(JsonNode organization, String name) {
        return owner.given("POST", "/api/v1/projects", "org_id", organization.path("id"), "name", name);
    }

    private static String org(JsonNode organization, String... more) {
        return "/api/v1/orgs/" + organization.path("id") + String.join("", more);
    }

    private static String path(JsonNode project, String... more) {
        return "/api/v1/projects/" + project.path("id") + String.join("", more);
    }

    private void joins(JsonNode project, String role) {
        owner.given("POST", path(project, "/members"), "wallet_address", guest.account(), "role", role);
    }

    /** The text of the header with a key that is for some things alone. */
    private static String key(Person of, String scopes, String field, JsonNode uid) {
        Http.Answer made = of.makeKey("{\"name\":\"k\",\"scopes\":[%s],\"%s\":%s}".formatted(scopes, field, uid));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return "Bearer " + made.json().path("api_key").asText();
    }

    private static List<String> listed(Person who, String key, String path) {
        Http.Answer answer = who.showing(key, "GET", path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("data").spliterator(), false)
                .map(row -> row.path("name").asText().replaceFirst(" \\d+$", ""))
                .toList();
    }

    private void sees(Person who, String key, int status, String... paths) {
        for (String path : paths) {
            Http.Answer answer = who.showing(key, "GET", path);
            assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(status);
        }
    }

    @Test
    void who_was_in_a_project_alone_sees_nothing_of_the_organisation_when_it_is_deleted() {
        joins(one, "viewer");
        joins(two, "admin");
        String session = "Bearer " + guest.token();
        String[] paths = {org(here), org(here, "/members"), org(here, "/models"), org(here, "/projects")};
        sees(guest, session, 200, paths);
        owner.given("DELETE", path(one));
        sees(guest, session, 200, paths);
        owner.given("DELETE", path(two));
        sees(guest, session, 404, paths);
        // What was in it comes back with it, but for whose role was taken away meanwhile.
        owner.given("DELETE", path(one, "/members"), "wallet_address", guest.account());
        owner.given("POST", path(one, "/restore"));
        sees(guest, session, 404, paths);
        sees(guest, session, 404, path(one));
        owner.given("POST", path(two, "/restore"));
        sees(guest, session, 200, paths);
        owner.given("DELETE", path(two));
        guest.given("DELETE", path(two, "/members"), "wallet_address", guest.account());
        assertThat(owner.ask("DELETE", path(two, "/members"), "wallet_address", guest.account())
                        .code())
                .isEqualTo("NO_MEMBER");
    }

    @Test
    void projects_of_a_deleted_organisation_are_in_no_list() {
        joins(one, "developer");
        joins(other, "developer");
        String session = "Bearer " + guest.token();
        assertThat(listed(guest, session, "/api/v1/me/projects")).containsExactlyInAnyOrder("One", "Other");
        owner.given("DELETE", org(there));
        assertThat(listed(guest, session, "/api/v1/me/projects")).containsExactly("One");
    }

    @Test
    void a_key_for_one_project_shows_that_one_and_the_organisation_around_it_and_no_more() {
        String key = key(owner, READS, "project", one.path("project_uid"));
        sees(owner, key, 200, org(here), org(here, "/members"), path(one));
        sees(owner, key, 403, org(here, "/balance"), org(here, "/audit"), org(here, "/invitations"));
        sees(owner, key, 404, org(there), org(there, "/members"), org(there, "/balance"), path(two), path(other));
        assertThat(listed(owner, key, "/api/v1/me/orgs")).containsExactly("Here");
        assertThat(listed(owner, key, "/api/v1/me/projects")).containsExactly("One");
        assertThat(listed(owner, key, org(here, "/projects"))).containsExactly("One");
        owner.given("DELETE", path(one));
        sees(owner, key, 404, org(here), org(here, "/projects"), path(one));
        assertThat(listed(owner, key, "/api/v1/me/orgs")).isEmpty();
        assertThat(listed(owner, key, "/api/v1/me/projects")).isEmpty();
    }

    @Test
    void a_key_of_a_guest_shows_nothing_beside_what_it_is_for() {
        joins(one, "developer");
        joins(two, "developer");
        joins(other, "developer");
        String ofProject = key(guest, READS, "project", one.path("project_uid"));
        sees(guest, ofProject, 404, org(there), path(two), path(other));
        assertThat(listed(guest, ofProject, "/api/v1/me/projects")).containsExactly("One");
        assertThat(listed(guest, ofProject, org(here, "/projects"))).containsExactly("One");
        assertThat(listed(guest, ofProject, "/api/v1/me/orgs")).isEmpty();
        String ofOrganization = key(guest, READS, "organization", here.path("organization_uid"));
        sees(guest, ofOrganization, 404, org(there), path(other));
        assertThat(listed(guest, ofOrganization, "/api/v1/me/projects")).containsExactlyInAnyOrder("One", "Two");
        assertThat(listed(owner, key(owner, READS, "organization", here.path("organization_uid")), "/api/v1/me/orgs"))
                .containsExactly("Here");
    }

    @Test
    void a_key_that_only_reads_or_is_for_one_project_ends_no_membership() {
        String[] members = {org(here, "/members"), path(one, "/members")};
        owner.given("POST", members[0], "wallet_address", guest.account(), "role", "member");
        joins(one, "developer");
        String writes = READS + ",\"orgs:write\",\"projects:write\"";
        for (String path : members) {
            for (String key : List.of(
                    key(guest, READS, "organization", here.path("organization_uid")),
                    key(guest, writes, "project", one.path("project_uid")))) {
                assertThat(guest.showing(key, "DELETE", path, "wallet_address", guest.account())
                                .status())
                        .isEqualTo(403);
            }
        }
        String key = key(guest, writes, "organization", here.path("organization_uid"));
        for (String path : members) {
            assertThat(guest.showing(key, "DELETE", path, "wallet_address", guest.account())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_key_for_one_project_invites_to_it_and_replaces_no_invitation_of_the_organisation() {
        String invitations = org(here, "/invitations");
        String scopes = READS + ",\"orgs:write\",\"projects:write\"";
        String key = key(owner, scopes, "project", one.path("project_uid"));
        Object[] toProject = {"wallet_address", guest.account(), "role", "viewer", "project_id", one.path("id")};
        owner.given("POST", invitations, "wallet_address", guest.account(), "role", "member");
        assertThat(owner.showing(key, "POST", invitations, toProject).status()).isEqualTo(403);
        owner.given("DELETE", invitations, "wallet_address", guest.account());
        assertThat(owner.showing(key, "POST", invitations, toProject).status()).isEqualTo(200);
    }
}
