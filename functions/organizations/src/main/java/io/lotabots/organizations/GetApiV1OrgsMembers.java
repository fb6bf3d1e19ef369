package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/members}: the members of an organisation, newest first; its owner is none of them. */
public final class GetApiV1OrgsMembers extends DeskEndpoint<GetApiV1OrgsMembers.Request, Listed<List<Member>>> {
    public GetApiV1OrgsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsMembers(Aws aws) {
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
    protected Listed<List<Member>> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.READ_ORGANIZATION);
        Page page = Page.of(request.limit(), request.after());
        return Listed.of("Members", new Lists(desk).membersOf(id, page), Member::of);
    }
}
