package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/me/invitations}: what the caller was invited to. */
public final class GetApiV1MeInvitations extends DeskEndpoint<GetApiV1MeInvitations.Request, Listed<List<Invitation>>> {
    public GetApiV1MeInvitations() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1MeInvitations(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param limit rows of a page, 1 to 100
     * @param after the {@code next} of the page before
     */
    public record Request(@Nullable Long limit, @Nullable String after) {}

    @Override
    protected Listed<List<Invitation>> answer(Request request, Call call) {
        Caller caller = desk.caller(call).requireSession();
        Page page = Page.of(request.limit(), request.after());
        return Listed.of(
                "Your invitations", new Invitations(desk).of(caller.account(), page, call.epochSecond()), one -> one);
    }
}
