package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Scopes;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/me/projects}: the projects that the caller has a role in. */
public final class GetApiV1MeProjects extends DeskEndpoint<GetApiV1MeProjects.Request, Listed<List<Project>>> {
    public GetApiV1MeProjects() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1MeProjects(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param limit rows of a page, 1 to 100
     * @param after the {@code next} of the page before
     */
    public record Request(@Nullable Long limit, @Nullable String after) {}

    @Override
    protected Listed<List<Project>> answer(Request request, Call call) {
        Caller caller = desk.caller(call).require(Scopes.PROJECTS_READ);
        Page.Rows<Item> rows = new Lists(desk).projectsOf(caller.account(), Page.of(request.limit(), request.after()));
        return Listed.of("Your projects", rows.where(row -> reaches(caller, row)), Project::of);
    }

    /** A key for one project alone shows no other. */
    private static boolean reaches(Caller caller, Item row) {
        return caller.organization() == null && caller.project() == null
                || row.text("uid").equals(caller.project());
    }
}
