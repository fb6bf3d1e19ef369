package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/orgs/{id}/invitations}: takes an invitation back. */
public final class DeleteApiV1OrgsInvitations
        extends Endpoint<DeleteApiV1OrgsInvitations.Request, Envelope<Invitation>> {
    private final Desk desk;

    public DeleteApiV1OrgsInvitations() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsInvitations(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    /** @param walletAddress the invited account */
    public record Request(@Nullable Long id, @Nullable String walletAddress) {}

    @Override
    protected boolean queryIsRead() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        desk.admit(call);
    }

    @Override
    protected Envelope<Invitation> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Item row = new Invitations(desk).withdraw(call, caller, Fields.id(request.id()), account);
        return Envelope.of("Invitation withdrawn", Invitation.of(row, null));
    }
}
