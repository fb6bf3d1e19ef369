package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.local.aws.Meter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an endpoint of organisations costs in units of the store, metered at its door, however much there is. */
class OrganizationCostTest {
    private final Http node = Node.http();
    private final Person owner = Person.on(node);
    private final Map<String, Meter.Snapshot> costs = new LinkedHashMap<>();

    @Test
    void every_endpoint_costs_what_it_should_whatever_is_stored() {
        long id = owner.given("POST", "/api/v1/orgs", "name", "Metered " + System.nanoTime())
                .path("id")
                .longValue();
        Map<String, Meter.Snapshot> small = round(id);
        for (int i = 0; i < 30; i++) {
            owner.given(
                    "POST", "/api/v1/orgs/" + id + "/members", "wallet_address", Person.unknown(), "role", "member");
        }
        Map<String, Meter.Snapshot> large = round(id);
        large.forEach((what, units) ->
                System.out.printf("%-34s %5.1f writes %5.1f reads%n", what, units.writeUnits(), units.readUnits()));
        small.forEach((what, units) -> {
            Meter.Snapshot then = Objects.requireNonNull(large.get(what));
            assertThat(then.writeUnits()).as(what).isEqualTo(units.writeUnits());
            assertThat(then.readUnits()).as(what).isLessThanOrEqualTo(units.readUnits() + 1);
        });
        assertThat(writes("GetApiV1Orgs")).as("the limit of the address").isEqualTo(1);
        assertThat(reads("GetApiV1Orgs")).isLessThanOrEqualTo(4);
        assertThat(reads("GetApiV1Projects")).isLessThanOrEqualTo(7);
        assertThat(writes("PatchApiV1OrgsMembers")).isEqualTo(1 + 2 * 3);
        assertThat(writes("PostApiV1OrgsMembers")).isEqualTo(1 + 2 * 5);
        assertThat(writes("PostApiV1Projects")).isEqualTo(1 + 2 * 5);
    }

    private Map<String, Meter.Snapshot> round(long id) {
        costs.clear();
        String account = Person.unknown();
        String org = "/api/v1/orgs/" + id;
        metered("GetApiV1Me", "GET", "/api/v1/me");
        metered("GetApiV1Orgs", "GET", org);
        metered("GetApiV1OrgsMembers", "GET", org + "/members", "limit", 1);
        metered("PostApiV1OrgsMembers", "POST", org + "/members", "wallet_address", account, "role", "member");
        metered("PatchApiV1OrgsMembers", "PATCH", org + "/members", "wallet_address", account, "role", "admin");
        metered("DeleteApiV1OrgsMembers", "DELETE", org + "/members", "wallet_address", account);
        metered("PostApiV1OrgsInvitations", "POST", org + "/invitations", "wallet_address", account, "role", "member");
        metered("DeleteApiV1OrgsInvitations", "DELETE", org + "/invitations", "wallet_address", account);
        metered("PostApiV1OrgsModels", "POST", org + "/models", "model_id", 2);
        metered("DeleteApiV1OrgsModels", "DELETE", org + "/models", "model_id", 2);
        metered("PatchApiV1Orgs", "PATCH", org, "name", "Metered " + System.nanoTime());
        metered("GetApiV1OrgsAudit", "GET", org + "/audit", "limit", 1);
        long project = metered("PostApiV1Projects", "POST", "/api/v1/projects", "org_id", id, "name", account);
        String path = "/api/v1/projects/" + project;
        metered("GetApiV1Projects", "GET", path);
        metered("PatchApiV1Projects", "PATCH", path, "search_enabled", true);
        metered("PostApiV1ProjectsMembers", "POST", path + "/members", "wallet_address", account, "role", "viewer");
        metered("DeleteApiV1ProjectsMembers", "DELETE", path + "/members", "wallet_address", account);
        metered("DeleteApiV1Projects", "DELETE", path);
        return new LinkedHashMap<>(costs);
    }

    private double writes(String what) {
        return Objects.requireNonNull(costs.get(what), what).writeUnits();
    }

    private double reads(String what) {
        return Objects.requireNonNull(costs.get(what), what).readUnits();
    }

    private long metered(String handler, String method, String path, Object... fields) {
        // The first line of an hour that an instance writes names its scope, too: that one is not counted.
        Meter meter = Node.prod().port().meter();
        meter.reset();
        long id = owner.given(method, path, fields).path("id").longValue();
        costs.put(handler, meter.snapshot().ofPrincipal(Node.function(handler).name()));
        return id;
    }
}
