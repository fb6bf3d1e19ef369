package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Projects: who sees them, what is set in them, and what they cost. */
class ProjectsTest {
    private final Http node = Node.http();
    private final Person owner = Person.on(node);

    private static String name() {
        return "Bots " + System.nanoTime();
    }

    private JsonNode organization() {
        return owner.given("POST", "/api/v1/orgs", "name", name());
    }

    @Test
    void a_member_without_a_role_in_a_project_does_not_see_it_and_a_member_of_it_needs_none_in_the_organisation() {
        long id = organization().path("id").longValue();
        long project = owner.given("POST", "/api/v1/projects", "org_id", id, "name", "One")
                .path("id")
                .longValue();
        owner.given("POST", "/api/v1/projects", "org_id", id, "name", "Two");
        Person member = Person.on(node);
        Person viewer = Person.on(node);
        owner.given("POST", "/api/v1/orgs/" + id + "/members", "wallet_address", member.account(), "role", "member");
        owner.given(
                "POST",
                "/api/v1/projects/" + project + "/members",
                "wallet_address",
                viewer.account(),
                "role",
                "viewer");
        assertThat(member.given("GET", "/api/v1/orgs/" + id + "/projects")).isEmpty();
        assertThat(OrganizationsTest.names(viewer.given("GET", "/api/v1/orgs/" + id + "/projects")))
                .containsExactly("One");
        assertThat(OrganizationsTest.names(viewer.given("GET", "/api/v1/me/projects")))
                .containsExactly("One");
        assertThat(OrganizationsTest.names(owner.given("GET", "/api/v1/orgs/" + id + "/projects")))
                .containsExactlyInAnyOrder("One", "Two");
        assertThat(viewer.given("GET", "/api/v1/me/orgs")).isEmpty();
        viewer.given("DELETE", "/api/v1/projects/" + project + "/members", "wallet_address", viewer.account());
        assertThat(viewer.ask("GET", "/api/v1/projects/" + project).status()).isEqualTo(404);
        assertThat(viewer.ask("GET", "/api/v1/orgs/" + id).status()).isEqualTo(404);
    }

    @Test
    void a_project_has_settings_and_never_shows_a_secret() {
        long id = organization().path("id").longValue();
        JsonNode made = owner.given("POST", "/api/v1/projects", "org_id", id, "name", "Chat");
        String path = "/api/v1/projects/" + made.path("id");
        assertThat(made.path("default_model_id").longValue()).isEqualTo(1);
        assertThat(made.path("search_enabled").isBoolean()).isTrue();
        assertThat(made.path("teloxide_token").isNull()).isTrue();
        assertThat(owner.ask("PATCH", path).json().path("message").asText()).isEqualTo("No fields provided to update");
        assertThat(owner.ask("PATCH", path, "default_model_id", 4).code()).isEqualTo("NOT_ENROLLED");
        assertThat(owner.ask("PATCH", path, "default_model_id", 3).code()).isEqualTo("MODEL_INACTIVE");
        assertThat(owner.ask("PATCH", path, "default_model_id", 99).code()).isEqualTo("NO_MODEL");
        assertThat(owner.ask("PATCH", path, "price_per_call", -1).status()).isEqualTo(400);
        owner.given("POST", "/api/v1/orgs/" + id + "/models", "model_id", 4);
        JsonNode set = owner.given(
                "PATCH",
                path,
                "default_model_id",
                4,
                "search_enabled",
                true,
                "memory_enabled",
                "true",
                "price_per_call",
                Long.MAX_VALUE,
                "name",
                "Talk");
        assertThat(owner.given("GET", path)).isEqualTo(set);
        assertThat(set.path("memory_enabled").booleanValue()).isTrue();
        assertThat(set.path("price_per_call_atomic").asText()).isEqualTo("9223372036854775807");
        assertThat(owner.given("GET", path + "/price-per-call")
                        .path("total_price_per_call")
                        .longValue())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(owner.given("GET", path + "/products").path("product_ids")).isEmpty();
        assertThat(owner.ask("POST", "/api/v1/projects", "org_id", id, "name", "TALK")
                        .code())
                .isEqualTo("NAME_TAKEN");
        owner.given("POST", "/api/v1/projects", "org_id", id, "name", "Chat");
    }

    @Test
    void a_price_is_exact_however_many_digits_it_has() {
        long id = organization().path("id").longValue();
        String path = "/api/v1/projects/"
                + owner.given("POST", "/api/v1/projects", "org_id", id, "name", "Dear")
                        .path("id");
        BigInteger most = BigInteger.TEN.pow(36);
        for (BigInteger price : List.of(most, BigInteger.TWO.pow(64).add(BigInteger.ONE), BigInteger.ZERO)) {
            JsonNode set = owner.given("PATCH", path, "price_per_call", price);
            assertThat(set.path("price_per_call").bigIntegerValue()).isEqualTo(price);
            assertThat(set.path("price_per_call_atomic").asText()).isEqualTo(price.toString());
            assertThat(owner.given("GET", path)).isEqualTo(set);
            JsonNode total = owner.given("GET", path + "/price-per-call");
            assertThat(total.path("total_price_per_call").bigIntegerValue()).isEqualTo(price);
            assertThat(total.path("total_price_per_call_atomic").asText()).isEqualTo(price.toString());
        }
        for (String body : List.of("{\"price_per_call\":7}", "{\"price_per_call\":\"7\"}")) {
            Http.Answer set = node.send(
                    "PATCH", path, body.getBytes(StandardCharsets.UTF_8), "Authorization", "Bearer " + owner.token());
            assertThat(set.json().at("/data/price_per_call_atomic").asText()).isEqualTo("7");
        }
        for (Object price : List.of(most.add(BigInteger.ONE), -1, "1.5", "1e3", "much", "9".repeat(70))) {
            Http.Answer refused = owner.ask("PATCH", path, "price_per_call", price);
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).endsWith("price_per_call");
        }
    }
}
