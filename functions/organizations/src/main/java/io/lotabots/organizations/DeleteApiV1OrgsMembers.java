package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;

/** {@code DELETE /api/v1/orgs/{id}/members}: removes a member from an organisation, or lets the caller leave it. */
public final class DeleteApiV1OrgsMembers extends DeskEndpoint<AccountRequest, Envelope<Member>> {
    public DeleteApiV1OrgsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsMembers(Aws aws) {
        super(AccountRequest.class, aws);
    }

    @Override
    protected Envelope<Member> answer(AccountRequest request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Item row = new Members(desk).remove(call, caller, Fields.id(request.id()), account);
        return Envelope.of("Member removed", Member.of(row));
    }
}
