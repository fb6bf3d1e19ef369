package io.lotabots.tests;

/** Every endpoint of organisations and projects, asked once by an owner or by who is invited. */
final class OrganizationRound {
    private final Person owner = Person.on(Identities.node());
    private final Person guest = Person.on(Identities.node());
    private final EndpointCostTest.Metering meter;
    private final long id;
    private final String org;

    OrganizationRound(EndpointCostTest.Metering meter) {
        this.meter = meter;
        this.id = owner.given("POST", "/api/v1/orgs", "name", Persons.name("Metered"))
                .path("id")
                .longValue();
        this.org = "/api/v1/orgs/" + id;
    }

    void run() {
        asked("GetApiV1Me", "GET", "/api/v1/me");
        asked("PostApiV1Orgs", "POST", "/api/v1/orgs", "name", Persons.name("Another"));
        asked("GetApiV1MeOrgs", "GET", "/api/v1/me/orgs", "limit", 1);
        asked("GetApiV1Models", "GET", "/api/v1/models");
        asked("GetApiV1Orgs", "GET", org);
        asked("PatchApiV1Orgs", "PATCH", org, "name", Persons.name("Metered"));
        asked("DeleteApiV1Orgs", "DELETE", org);
        asked("PostApiV1OrgsRestore", "POST", org + "/restore");
        asked("GetApiV1OrgsExpenditure", "GET", org + "/expenditure");
        asked("GetApiV1OrgsBalance", "GET", org + "/balance");
        asked("GetApiV1OrgsAudit", "GET", org + "/audit", "limit", 1);
        asked("PostApiV1OrgsModels", "POST", org + "/models", "model_id", 2);
        asked("GetApiV1OrgsModels", "GET", org + "/models");
        asked("DeleteApiV1OrgsModels", "DELETE", org + "/models", "model_id", 2);
        members();
        invitations();
        transfer();
        project();
    }

    private void members() {
        String path = org + "/members";
        String account = Person.unknown();
        asked("PostApiV1OrgsMembers", "POST", path, "wallet_address", account, "role", "member");
        asked("GetApiV1OrgsMembers", "GET", path, "limit", 1);
        asked("PatchApiV1OrgsMembers", "PATCH", path, "wallet_address", account, "role", "admin");
        asked("DeleteApiV1OrgsMembers", "DELETE", path, "wallet_address", account);
    }

    private void invitations() {
        String path = org + "/invitations";
        String mine = "/api/v1/me/invitations";
        String to = guest.account();
        asked("PostApiV1OrgsInvitations", "POST", path, "wallet_address", to, "role", "member");
        asked("GetApiV1OrgsInvitations", "GET", path, "limit", 1);
        asked("DeleteApiV1OrgsInvitations", "DELETE", path, "wallet_address", to);
        owner.given("POST", path, "wallet_address", to, "role", "member");
        as(guest, "GetApiV1MeInvitations", "GET", mine, "limit", 1);
        as(guest, "DeleteApiV1MeInvitations", "DELETE", mine + "/" + id);
        owner.given("POST", path, "wallet_address", to, "role", "member");
        as(guest, "PostApiV1MeInvitationsAccept", "POST", mine + "/" + id + "/accept");
        owner.given("DELETE", org + "/members", "wallet_address", to);
    }

    private void transfer() {
        String path = org + "/transfer";
        asked("PostApiV1OrgsTransfer", "POST", path, "wallet_address", guest.account());
        asked("DeleteApiV1OrgsTransfer", "DELETE", path);
        owner.given("POST", path, "wallet_address", guest.account());
        as(guest, "PostApiV1OrgsTransferAccept", "POST", path + "/accept");
        guest.given("POST", path, "wallet_address", owner.account());
        owner.given("POST", path + "/accept");
        owner.given("DELETE", org + "/members", "wallet_address", guest.account());
    }

    private void project() {
        long project = asked("PostApiV1Projects", "POST", "/api/v1/projects", "org_id", id, "name", Persons.name("P"))
                .json()
                .at("/data/id")
                .longValue();
        String path = "/api/v1/projects/" + project;
        String members = path + "/members";
        asked("GetApiV1OrgsProjects", "GET", org + "/projects", "limit", 1);
        asked("GetApiV1Projects", "GET", path);
        asked("PatchApiV1Projects", "PATCH", path, "search_enabled", true);
        asked("PostApiV1ProjectsMembers", "POST", members, "wallet_address", guest.account(), "role", "viewer");
        as(guest, "GetApiV1MeProjects", "GET", "/api/v1/me/projects", "limit", 1);
        asked("GetApiV1ProjectsMembers", "GET", members, "limit", 1);
        asked("PatchApiV1ProjectsMembers", "PATCH", members, "wallet_address", guest.account(), "role", "developer");
        asked("DeleteApiV1ProjectsMembers", "DELETE", members, "wallet_address", guest.account());
        asked("GetApiV1ProjectsProducts", "GET", path + "/products");
        asked("GetApiV1ProjectsPricePerCall", "GET", path + "/price-per-call");
        asked("DeleteApiV1Projects", "DELETE", path);
        asked("PostApiV1ProjectsRestore", "POST", path + "/restore");
        owner.given("DELETE", path);
    }

    private Http.Answer asked(String handler, String method, String path, Object... fields) {
        return as(owner, handler, method, path, fields);
    }

    private Http.Answer as(Person who, String handler, String method, String path, Object... fields) {
        return meter.of(handler, () -> who.ask(method, path, fields));
    }
}
