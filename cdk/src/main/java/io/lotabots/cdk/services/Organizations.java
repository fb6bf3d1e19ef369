package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.delete;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.patch;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Shared.AUDIT;
import static io.lotabots.cdk.services.Shared.LIMITS;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** Organisations: who is a member of them, in which role, and what they use. */
public final class Organizations {

    /** All of an organisation in one partition: itself, its people, projects, models and invitations. */
    public static final Table ORGANIZATIONS =
            Table.keyed("organizations", "organization").sortedBy("entry");

    /** From names and projects to organisations. */
    public static final Table INDEX = Table.keyed("organization-index", "item");

    /** From accounts to what they own, are members of and were invited to. */
    public static final Table MEMBERSHIPS =
            Table.keyed("memberships", "account").sortedBy("entry");

    private Organizations() {}

    /** The service. */
    public static Service service() {
        return new Service(
                        "organizations",
                        "organizations",
                        List.of(ORGANIZATIONS, INDEX, MEMBERSHIPS),
                        List.of(
                                // Whoever is signed in.
                                asks(get("/api/v1/me", "GetApiV1Me", "Who is signed in")),
                                lists(get("/api/v1/me/orgs", "GetApiV1MeOrgs", "The caller's organisations"))
                                        .gets(INDEX),
                                lists(get("/api/v1/me/projects", "GetApiV1MeProjects", "The caller's projects"))
                                        .gets(INDEX),
                                lists(get(
                                        "/api/v1/me/invitations",
                                        "GetApiV1MeInvitations",
                                        "What the caller was invited to")),
                                invited(post(
                                        "/api/v1/me/invitations/{id}/accept",
                                        "PostApiV1MeInvitationsAccept",
                                        "Accepts the invitation of an organisation")),
                                invited(delete(
                                        "/api/v1/me/invitations/{id}",
                                        "DeleteApiV1MeInvitations",
                                        "Declines the invitation of an organisation")),

                                // Organisations.
                                writes(asks(post(
                                                "/api/v1/orgs",
                                                "PostApiV1Orgs",
                                                "Makes an organisation; without a name tells of the newest")))
                                        .gets(MEMBERSHIPS)
                                        .batchGets(ORGANIZATIONS)
                                        .puts(INDEX, MEMBERSHIPS),
                                reads(get("/api/v1/orgs/{id}", "GetApiV1Orgs", "An organisation")),
                                changes(patch(
                                                "/api/v1/orgs/{id}",
                                                "PatchApiV1Orgs",
                                                "Gives an organisation another name"))
                                        .puts(INDEX)
                                        .deletes(INDEX),
                                changes(delete(
                                                "/api/v1/orgs/{id}",
                                                "DeleteApiV1Orgs",
                                                "Deletes an organisation; it can be brought back for 30 days"))
                                        .updates(INDEX),
                                changes(post(
                                                "/api/v1/orgs/{id}/restore",
                                                "PostApiV1OrgsRestore",
                                                "Brings a deleted organisation back"))
                                        .updates(INDEX),
                                reads(get(
                                                "/api/v1/orgs/{id}/projects",
                                                "GetApiV1OrgsProjects",
                                                "The projects of an organisation that the caller may see"))
                                        .gets(INDEX)
                                        .queries(ORGANIZATIONS, MEMBERSHIPS),
                                reads(get(
                                        "/api/v1/orgs/{id}/expenditure",
                                        "GetApiV1OrgsExpenditure",
                                        "What an organisation spent")),
                                reads(get(
                                        "/api/v1/orgs/{id}/balance",
                                        "GetApiV1OrgsBalance",
                                        "What an organisation has to spend")),
                                reads(get(
                                                "/api/v1/orgs/{id}/audit",
                                                "GetApiV1OrgsAudit",
                                                "What was done in an organisation, newest first"))
                                        .queries(AUDIT),

                                // Members.
                                reads(get(
                                                "/api/v1/orgs/{id}/members",
                                                "GetApiV1OrgsMembers",
                                                "The members of an organisation, newest first"))
                                        .queries(ORGANIZATIONS),
                                changes(post(
                                        "/api/v1/orgs/{id}/members",
                                        "PostApiV1OrgsMembers",
                                        "Makes an account a member of an organisation")),
                                changes(patch(
                                        "/api/v1/orgs/{id}/members",
                                        "PatchApiV1OrgsMembers",
                                        "Gives a member of an organisation another role")),
                                changes(delete(
                                        "/api/v1/orgs/{id}/members",
                                        "DeleteApiV1OrgsMembers",
                                        "Removes a member from an organisation, or lets the caller leave it")),
                                reads(get(
                                                "/api/v1/orgs/{id}/invitations",
                                                "GetApiV1OrgsInvitations",
                                                "The open invitations of an organisation"))
                                        .queries(ORGANIZATIONS),
                                changes(post(
                                                "/api/v1/orgs/{id}/invitations",
                                                "PostApiV1OrgsInvitations",
                                                "Invites an account to an organisation or to one of its projects"))
                                        .gets(INDEX)
                                        .queries(ORGANIZATIONS),
                                changes(delete(
                                        "/api/v1/orgs/{id}/invitations",
                                        "DeleteApiV1OrgsInvitations",
                                        "Takes an invitation back")),
                                changes(post(
                                        "/api/v1/orgs/{id}/transfer",
                                        "PostApiV1OrgsTransfer",
                                        "Offers an organisation to an account, which owns it when it accepts")),
                                changes(delete(
                                        "/api/v1/orgs/{id}/transfer",
                                        "DeleteApiV1OrgsTransfer",
                                        "Takes the offer of an organisation back")),
                                invited(post(
                                        "/api/v1/orgs/{id}/transfer/accept",
                                        "PostApiV1OrgsTransferAccept",
                                        "Takes an organisation that was offered to the caller")),

                                // Models.
                                get("/api/v1/models", "GetApiV1Models", "The models there are")
                                        .counts("organizationRequestsPerMinute", LIMITS),
                                reads(get(
                                                "/api/v1/orgs/{id}/models",
                                                "GetApiV1OrgsModels",
                                                "The models that an organisation uses"))
                                        .queries(ORGANIZATIONS),
                                changes(post(
                                        "/api/v1/orgs/{id}/models",
                                        "PostApiV1OrgsModels",
                                        "Lets an organisation use a model")),
                                changes(delete(
                                        "/api/v1/orgs/{id}/models",
                                        "DeleteApiV1OrgsModels",
                                        "Lets an organisation use a model no more"))))
                .on("platform", "crypto", "access", "aws");
    }

    /** What every function needs that asks who calls. */
    static Declaration asks(Declaration function) {
        return function.signedIn(Identity.PROOFS).counts("organizationRequestsPerMinute", LIMITS);
    }

    /** The caller's own lists. */
    private static Declaration lists(Declaration function) {
        return asks(function).queries(MEMBERSHIPS).batchGets(ORGANIZATIONS);
    }

    /** What the caller is there is read from the partition that is asked for; who wanted more than he may is noted. */
    static Declaration reads(Declaration function) {
        return asks(function).batchGets(ORGANIZATIONS).puts(AUDIT);
    }

    /** Changes an organisation, in one transaction with the line that tells of it. */
    static Declaration changes(Declaration function) {
        return writes(reads(function));
    }

    private static Declaration writes(Declaration function) {
        return function.gets(ORGANIZATIONS)
                .puts(ORGANIZATIONS, AUDIT)
                .updates(ORGANIZATIONS, MEMBERSHIPS)
                .deletes(ORGANIZATIONS, MEMBERSHIPS)
                .checks(ORGANIZATIONS);
    }

    /** Takes what was offered to the caller, who is nobody there yet. */
    private static Declaration invited(Declaration function) {
        return writes(asks(function));
    }
}
