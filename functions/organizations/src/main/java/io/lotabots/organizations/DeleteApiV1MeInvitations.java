package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/me/invitations/{id}}: the caller declines the invitation of an organisation. */
public final class DeleteApiV1MeInvitations
        extends DeskEndpoint<DeleteApiV1MeInvitations.Request, Envelope<Invitation>> {
    public DeleteApiV1MeInvitations() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1MeInvitations(Aws aws) {
        super(Request.class, aws);
    }

    /** @param id the organisation */
    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Invitation> answer(Request request, Call call) {
        Item row = new Invitations(desk).decline(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Declined", Invitation.of(row, null));
    }
}
