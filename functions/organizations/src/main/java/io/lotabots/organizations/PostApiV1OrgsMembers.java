package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Role;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;

/** {@code POST /api/v1/orgs/{id}/members}: makes an account a member of an organisation. */
public final class PostApiV1OrgsMembers extends DeskEndpoint<MemberRequest, Envelope<Member>> {
    public PostApiV1OrgsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsMembers(Aws aws) {
        super(MemberRequest.class, aws);
    }

    @Override
    protected Envelope<Member> answer(MemberRequest request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Role role = Fields.role(Role.ofMembers(), request.role());
        Item row = new Members(desk).add(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member added", Member.of(row));
    }
}
