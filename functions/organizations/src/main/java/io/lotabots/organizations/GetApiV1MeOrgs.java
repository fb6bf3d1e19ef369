package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Scopes;
import io.lotabots.access.Standing;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/me/orgs}: the organisations that the caller owns or is a member of, newest first. */
public final class GetApiV1MeOrgs extends DeskEndpoint<GetApiV1MeOrgs.Request, Listed<List<Organization>>> {
    private static final String MESSAGE = "Your organisations";

    public GetApiV1MeOrgs() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1MeOrgs(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param limit rows of a page, 1 to 100
     * @param after the {@code next} of the page before
     */
    public record Request(@Nullable Long limit, @Nullable String after) {}

    @Override
    protected Listed<List<Organization>> answer(Request request, Call call) {
        Caller caller = desk.caller(call).require(Scopes.ORGS_READ);
        Page page = Page.of(request.limit(), request.after());
        if (caller.project() != null) {
            return Listed.whole(
                    MESSAGE,
                    desk.standings().onlyProject(caller).stream()
                            .filter(Standing::belongs)
                            .map(around -> Organization.of(around.organization()))
                            .toList());
        }
        Page.Rows<Item> rows = new Lists(desk).organizationsOf(caller.account(), page.after(), page.limit());
        return Listed.of(MESSAGE, rows.where(row -> caller.reaches(row, Item.empty())), Organization::of);
    }
}
