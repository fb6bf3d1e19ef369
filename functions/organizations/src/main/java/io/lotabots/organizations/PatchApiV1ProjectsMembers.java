package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Role;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;

/** {@code PATCH /api/v1/projects/{id}/members}: gives a member of a project another role. */
public final class PatchApiV1ProjectsMembers extends DeskEndpoint<MemberRequest, Envelope<ProjectMember>> {
    public PatchApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchApiV1ProjectsMembers(Aws aws) {
        super(MemberRequest.class, aws);
    }

    @Override
    protected Envelope<ProjectMember> answer(MemberRequest request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Role role = Fields.role(Role.ofProjects(), request.role());
        Item row = new ProjectMembers(desk).change(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member changed", ProjectMember.of(row));
    }
}
