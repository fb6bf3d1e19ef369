package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/invitations}: the open invitations of an organisation. */
public final class GetApiV1OrgsInvitations
        extends DeskEndpoint<GetApiV1OrgsInvitations.Request, Listed<List<Invitation>>> {
    public GetApiV1OrgsInvitations() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsInvitations(Aws aws) {
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
    protected Listed<List<Invitation>> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.MANAGE_MEMBERS);
        Page page = Page.of(request.limit(), request.after());
        Page.Rows<Item> rows = new Lists(desk).invitationsIn(id, page);
        return Listed.of(
                "Invitations",
                rows.where(row -> call.epochSecond() < row.number("expires_at")),
                row -> Invitation.of(row, null));
    }
}
