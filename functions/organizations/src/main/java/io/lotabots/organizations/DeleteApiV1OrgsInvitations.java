package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;

/** {@code DELETE /api/v1/orgs/{id}/invitations}: takes an invitation back. */
public final class DeleteApiV1OrgsInvitations extends DeskEndpoint<AccountRequest, Envelope<Invitation>> {
    public DeleteApiV1OrgsInvitations() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsInvitations(Aws aws) {
        super(AccountRequest.class, aws);
    }

    @Override
    protected Envelope<Invitation> answer(AccountRequest request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Item row = new Invitations(desk).withdraw(call, caller, Fields.id(request.id()), account);
        return Envelope.of("Invitation withdrawn", Invitation.of(row, null));
    }
}
