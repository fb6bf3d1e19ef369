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

/** {@code PATCH /api/v1/projects/{id}/members}: gives a member of a project another role. */
public final class PatchApiV1ProjectsMembers
        extends Endpoint<PatchApiV1ProjectsMembers.Request, Envelope<ProjectMember>> {
    private final Desk desk;

    public PatchApiV1ProjectsMembers() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchApiV1ProjectsMembers(Aws aws) {
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
        Item row = new ProjectMembers(desk).change(call, caller, Fields.id(request.id()), account, role);
        return Envelope.of("Member changed", ProjectMember.of(row));
    }
}
