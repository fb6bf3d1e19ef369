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

/** {@code PATCH /api/v1/orgs/{id}/members}: gives a member of an organisation another role. */
public final class PatchApiV1OrgsMembers extends Endpoint<PatchApiV1OrgsMembers.Request, Envelope<Member>> {
    private final Desk desk;

    public PatchApiV1OrgsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchApiV1OrgsMembers(Aws aws) {
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
        Item row = new Members(desk).change(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member changed", Member.of(row));
    }
}
