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

/**
 * {@code DELETE /api/v1/projects/{id}/members}: takes the role of a member of a project away, or lets the caller
 * leave it.
 */
public final class DeleteApiV1ProjectsMembers
        extends Endpoint<DeleteApiV1ProjectsMembers.Request, Envelope<ProjectMember>> {
    private final Desk desk;

    public DeleteApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1ProjectsMembers(Aws aws) {
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
    protected Envelope<ProjectMember> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Item row = new ProjectMembers(desk).remove(call, caller, Fields.id(request.id()), account);
        return Envelope.of("Member removed", ProjectMember.of(row));
    }
}
