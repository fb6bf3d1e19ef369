package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Role;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;

/** {@code POST /api/v1/projects/{id}/members}: gives an account a role in a project. */
public final class PostApiV1ProjectsMembers extends DeskEndpoint<MemberRequest, Envelope<ProjectMember>> {
    public PostApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1ProjectsMembers(Aws aws) {
        super(MemberRequest.class, aws);
    }

    @Override
    protected Envelope<ProjectMember> answer(MemberRequest request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Role role = Fields.role(Role.ofProjects(), request.role());
        Item row = new ProjectMembers(desk).add(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member added", ProjectMember.of(row));
    }
}
