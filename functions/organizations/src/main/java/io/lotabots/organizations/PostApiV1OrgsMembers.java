package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Role;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/members}: makes an account a member of an organisation. */
public final class PostApiV1OrgsMembers extends Endpoint<PostApiV1OrgsMembers.Request, Envelope<Member>> {
    private final Desk desk;

    public PostApiV1OrgsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsMembers(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    /**
     * @param walletAddress an account
     * @param role {@code admin} or {@code member}
     */
    public record Request(
            @Nullable Long id,
            @Nullable String walletAddress,
            @Nullable String role) {}

    @Override
    protected boolean queryIsRead() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        desk.admit(call);
    }

    @Override
    protected Envelope<Member> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Role role = Fields.role(Role.ofMembers(), request.role());
        Item row = new Members(desk).add(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member added", Member.of(row));
    }
}
