package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who manages people and is one of them: what he may do to himself, and what invitations and offers stand beside it. */
class OrganizationPeopleTest {
    private final Http node = Node.http();
    private final Person owner = Person.on(node);
    private final Person admin = Person.on(node);
    private final Person lead = Person.on(node);
    private final long id = owner.given("POST", "/api/v1/orgs", "name", "People " + System.nanoTime())
            .path("id")
            .longValue();
    private final long project = owner.given("POST", "/api/v1/projects", "org_id", id, "name", "P")
            .path("id")
            .longValue();
    private final String members = "/api/v1/orgs/" + id + "/members";
    private final String projectMembers = "/api/v1/projects/" + project + "/members";
    private final String invitations = "/api/v1/orgs/" + id + "/invitations";

    OrganizationPeopleTest() {
        owner.given("POST", members, "wallet_address", admin.account(), "role", "admin");
        owner.given("POST", projectMembers, "wallet_address", lead.account(), "role", "admin");
    }

    private static String codeOf(Http.Answer answer) {
        return answer.status() + " " + answer.code();
    }

    private static Object[] invited(String account, String role) {
        return new Object[] {"wallet_address", account, "role", role};
    }

    private Object[] toProject(String account, String role) {
        return new Object[] {"wallet_address", account, "role", role, "project_id", project};
    }

    @Test
    void who_manages_members_may_be_one_of_them() {
        assertThat(codeOf(admin.ask("POST", members, invited(admin.account(), "member"))))
                .isEqualTo("409 ALREADY_MEMBER");
        assertThat(codeOf(lead.ask("POST", projectMembers, invited(lead.account(), "viewer"))))
                .isEqualTo("409 ALREADY_MEMBER");
        admin.given("POST", projectMembers, invited(admin.account(), "developer"));
        admin.given("PATCH", projectMembers, invited(admin.account(), "viewer"));
        assertThat(admin.given("GET", "/api/v1/me/projects")).hasSize(1);
        owner.given("POST", projectMembers, invited(owner.account(), "viewer"));
        lead.given("PATCH", projectMembers, invited(lead.account(), "developer"));
        assertThat(lead.ask("PATCH", projectMembers, invited(lead.account(), "admin"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void who_takes_an_organisation_over_is_not_invited_to_it_any_more() {
        Person heir = Person.on(node);
        owner.given("POST", invitations, invited(heir.account(), "member"));
        owner.given("POST", "/api/v1/orgs/" + id + "/transfer", "wallet_address", heir.account());
        heir.given("POST", "/api/v1/orgs/" + id + "/transfer/accept");
        assertThat(heir.given("GET", "/api/v1/me/invitations")).isEmpty();
        assertThat(heir.given("GET", invitations)).isEmpty();
        assertThat(heir.ask("POST", "/api/v1/me/invitations/" + id + "/accept").status())
                .isEqualTo(404);
        assertThat(heir.given("GET", "/api/v1/me/orgs")).hasSize(1);
    }

    @Test
    void an_owner_does_not_become_a_member_by_an_invitation_that_was_left_over() {
        Stored.put(
                "ORGANIZATIONS",
                1,
                _ -> Map.of(
                        "organization", Stored.text(Long.toString(id)),
                        "entry", Stored.text("invitation#" + owner.account()),
                        "role", Stored.text("member"),
                        "invited_by", Stored.text(admin.account()),
                        "created_at", Stored.number(1),
                        "expires_at", Stored.number(9_000_000_000L)));
        assertThat(codeOf(owner.ask("POST", "/api/v1/me/invitations/" + id + "/accept")))
                .isEqualTo("409 IS_OWNER");
        assertThat(owner.given("GET", members)).hasSize(1);
    }

    @Test
    void an_offer_stands_among_the_invitations_as_long_as_it_stands() {
        Person heir = Person.on(node);
        String transfer = "/api/v1/orgs/" + id + "/transfer";
        owner.given("POST", invitations, invited(heir.account(), "member"));
        owner.given("POST", transfer, "wallet_address", heir.account());
        JsonNode seen = heir.given("GET", "/api/v1/me/invitations");
        assertThat(seen).hasSize(2);
        JsonNode offer = seen.path(1);
        assertThat(offer.path("role").asText()).isEqualTo("owner");
        assertThat(offer.path("org_id").longValue()).isEqualTo(id);
        assertThat(offer.path("org_name").asText()).startsWith("People ");
        assertThat(offer.path("invited_by").asText()).isEqualTo(owner.account());
        Person other = Person.on(node);
        owner.given("POST", transfer, "wallet_address", other.account());
        assertThat(heir.given("GET", "/api/v1/me/invitations")).hasSize(1);
        assertThat(other.given("GET", "/api/v1/me/invitations")).hasSize(1);
        owner.given("DELETE", transfer);
        assertThat(other.given("GET", "/api/v1/me/invitations")).isEmpty();
    }

    @Test
    void an_invitation_is_replaced_and_taken_back_by_who_may_invite_so() {
        String one = Person.unknown();
        owner.given("POST", invitations, invited(one, "admin"));
        assertThat(admin.ask("POST", invitations, invited(one, "member")).status())
                .isEqualTo(403);
        assertThat(admin.ask("DELETE", invitations, "wallet_address", one).status())
                .isEqualTo(403);
        assertThat(lead.ask("POST", invitations, toProject(one, "viewer")).status())
                .isEqualTo(403);
        owner.given("POST", invitations, invited(one, "member"));
        assertThat(lead.ask("POST", invitations, toProject(one, "viewer")).status())
                .isEqualTo(403);
        admin.given("POST", invitations, toProject(one, "viewer"));
        lead.given("POST", invitations, toProject(one, "developer"));
        assertThat(owner.given("GET", invitations))
                .singleElement()
                .satisfies(row -> assertThat(row.path("role").asText()).isEqualTo("developer"));
        admin.given("POST", invitations, invited(one, "member"));
        admin.given("DELETE", invitations, "wallet_address", one);
    }

    @Test
    void invitations_that_ran_out_make_room_for_others() {
        String itself = "itself";
        for (int i = 0; i < 3; i++) {
            String account = Person.unknown();
            owner.given("POST", invitations, invited(account, "member"));
            if (i < 2) {
                Stored.set(id, "invitation#" + account, "expires_at", 1);
            }
        }
        Stored.set(id, itself, "invitations", 200);
        // Two are dropped for one that comes: 199 stand then, so that one more may come.
        owner.given("POST", invitations, invited(Person.unknown(), "member"));
        lead.given("POST", invitations, toProject(Person.unknown(), "viewer"));
        assertThat(codeOf(owner.ask("POST", invitations, invited(Person.unknown(), "member"))))
                .isEqualTo("422 TOO_MANY_INVITATIONS");
        assertThat(owner.given("GET", invitations)).hasSize(3);
    }
}
