package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.delete;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.patch;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Organizations.INDEX;
import static io.lotabots.cdk.services.Organizations.ORGANIZATIONS;

import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Service;
import java.util.List;

/** Projects of organisations: their settings and members. */
public final class Projects {

    private Projects() {}

    /** The service; what it stores stands in the partitions of organisations. */
    public static Service service() {
        return new Service(
                        "projects",
                        "organizations",
                        List.of(),
                        List.of(
                                Organizations.changes(post(
                                                "/api/v1/projects",
                                                "PostApiV1Projects",
                                                "Makes a project in an organisation"))
                                        .puts(INDEX),
                                reads(get("/api/v1/projects/{id}", "GetApiV1Projects", "A project")),
                                changes(patch(
                                        "/api/v1/projects/{id}",
                                        "PatchApiV1Projects",
                                        "Changes what is given of a project")),
                                changes(delete(
                                        "/api/v1/projects/{id}",
                                        "DeleteApiV1Projects",
                                        "Deletes a project; it can be brought back for 30 days")),
                                changes(post(
                                        "/api/v1/projects/{id}/restore",
                                        "PostApiV1ProjectsRestore",
                                        "Brings a deleted project back")),
                                reads(get(
                                                "/api/v1/projects/{id}/members",
                                                "GetApiV1ProjectsMembers",
                                                "The members of a project"))
                                        .queries(ORGANIZATIONS),
                                changes(post(
                                        "/api/v1/projects/{id}/members",
                                        "PostApiV1ProjectsMembers",
                                        "Gives an account a role in a project")),
                                changes(patch(
                                        "/api/v1/projects/{id}/members",
                                        "PatchApiV1ProjectsMembers",
                                        "Gives a member of a project another role")),
                                changes(delete(
                                        "/api/v1/projects/{id}/members",
                                        "DeleteApiV1ProjectsMembers",
                                        "Takes the role of a member of a project away, or lets the caller leave it")),
                                reads(get(
                                        "/api/v1/projects/{id}/products",
                                        "GetApiV1ProjectsProducts",
                                        "The products that a project uses")),
                                reads(get(
                                        "/api/v1/projects/{id}/price-per-call",
                                        "GetApiV1ProjectsPricePerCall",
                                        "What a call of a project costs beside the model"))))
                .on("platform", "crypto", "access", "aws");
    }

    /** One more read leads from a project to the partition that it is in. */
    private static Declaration reads(Declaration function) {
        return Organizations.reads(function).gets(INDEX);
    }

    private static Declaration changes(Declaration function) {
        return Organizations.changes(function).gets(INDEX);
    }
}
