package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.Standing;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/projects/{id}/members}: the members of a project. */
public final class GetApiV1ProjectsMembers
        extends DeskEndpoint<GetApiV1ProjectsMembers.Request, Listed<List<ProjectMember>>> {
    public GetApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1ProjectsMembers(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param limit rows of a page, 1 to 100
     * @param after the {@code next} of the page before
     */
    public record Request(
            @Nullable Long id,
            @Nullable Long limit,
            @Nullable String after) {}

    @Override
    protected Listed<List<ProjectMember>> answer(Request request, Call call) {
        Standing standing =
                desk.standings().project(call, desk.caller(call), Fields.id(request.id()), Action.READ_PROJECT);
        Page page = Page.of(request.limit(), request.after());
        Page.Rows<Item> rows = new Lists(desk).membersOf(standing.organizationId(), standing.projectId(), page);
        return Listed.of("Members", rows, ProjectMember::of);
    }
}
