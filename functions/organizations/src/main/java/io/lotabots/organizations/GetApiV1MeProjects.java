package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.Caller;
import io.lotabots.access.Scopes;
import io.lotabots.aws.Aws;
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
        Page page = Page.of(request.limit(), request.after());
        return caller.project() == null
                ? Listed.of("Your projects", new Lists(desk).projectsOf(caller, page), Project::of)
                : only(desk, caller, "Your projects");
    }

    /** What a key for one project alone shows: that one, whether its account has a role in it or in all. */
    static Listed<List<Project>> only(Desk desk, Caller caller, String message) {
        return Listed.whole(
                message,
                desk.standings().onlyProject(caller).stream()
                        .filter(only -> desk.standings().allows(only, Action.READ_PROJECT))
                        .map(only -> Project.of(only.project()))
                        .toList());
    }
}
