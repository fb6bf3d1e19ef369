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

/** {@code DELETE /api/v1/orgs/{id}/members}: removes a member from an organisation, or lets the caller leave it. */
public final class DeleteApiV1OrgsMembers extends Endpoint<DeleteApiV1OrgsMembers.Request, Envelope<Member>> {
    private final Desk desk;

    public DeleteApiV1OrgsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsMembers(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    /** @param walletAddress an account */
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
    protected Envelope<Member> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Item row = new Members(desk).remove(call, caller, Fields.id(request.id()), account);
        return Envelope.of("Member removed", Member.of(row));
    }
}
