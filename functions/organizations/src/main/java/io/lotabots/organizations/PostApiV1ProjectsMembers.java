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

/** {@code POST /api/v1/projects/{id}/members}: gives an account a role in a project. */
public final class PostApiV1ProjectsMembers
        extends Endpoint<PostApiV1ProjectsMembers.Request, Envelope<ProjectMember>> {
    private final Desk desk;

    public PostApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1ProjectsMembers(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    /**
     * @param walletAddress an account
     * @param role {@code admin}, {@code developer} or {@code viewer}
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
    protected Envelope<ProjectMember> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Role role = Fields.role(Role.ofProjects(), request.role());
        Item row = new ProjectMembers(desk).add(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member added", ProjectMember.of(row));
    }
}
