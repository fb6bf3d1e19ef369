package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;

/**
 * {@code DELETE /api/v1/projects/{id}/members}: takes the role of a member of a project away, or lets the caller
 * leave it.
 */
public final class DeleteApiV1ProjectsMembers extends DeskEndpoint<AccountRequest, Envelope<ProjectMember>> {
    public DeleteApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1ProjectsMembers(Aws aws) {
        super(AccountRequest.class, aws);
    }

    @Override
    protected Envelope<ProjectMember> answer(AccountRequest request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Item row = new ProjectMembers(desk).remove(call, caller, Fields.id(request.id()), account);
        return Envelope.of("Member removed", ProjectMember.of(row));
    }
}
