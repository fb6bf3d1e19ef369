package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.Caller;
import io.lotabots.access.Standing;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/projects}: the projects of an organisation that the caller may see. */
public final class GetApiV1OrgsProjects extends DeskEndpoint<GetApiV1OrgsProjects.Request, Listed<List<Project>>> {
    public GetApiV1OrgsProjects() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsProjects(Aws aws) {
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
    protected Listed<List<Project>> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        long id = Fields.id(request.id());
        Standing standing = desk.standings().organization(call, caller, id, Action.READ_ORGANIZATION);
        Page page = Page.of(request.limit(), request.after());
        if (caller.project() != null) {
            return GetApiV1MeProjects.only(desk, caller, "Projects");
        }
        Lists lists = new Lists(desk);
        Page.Rows<Item> rows = desk.standings().seesEveryProject(standing)
                ? lists.projectsIn(id, page)
                : lists.projectsOf(caller.account(), id, page);
        return Listed.of("Projects", rows, Project::of);
    }
}
