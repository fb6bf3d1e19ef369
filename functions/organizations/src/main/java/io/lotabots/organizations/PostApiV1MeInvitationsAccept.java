package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/me/invitations/{id}/accept}: the caller accepts the invitation of an organisation. */
public final class PostApiV1MeInvitationsAccept
        extends DeskEndpoint<PostApiV1MeInvitationsAccept.Request, Envelope<Invitation>> {
    public PostApiV1MeInvitationsAccept() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1MeInvitationsAccept(Aws aws) {
        super(Request.class, aws);
    }

    /** @param id the organisation */
    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Invitation> answer(Request request, Call call) {
        Item row = new Invitations(desk).accept(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Accepted", Invitation.of(row, null));
    }
}
