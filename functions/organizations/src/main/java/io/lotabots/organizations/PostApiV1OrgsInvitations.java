package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/invitations}: invites an account to an organisation or to one of its projects. */
public final class PostApiV1OrgsInvitations
        extends DeskEndpoint<PostApiV1OrgsInvitations.Request, Envelope<Invitation>> {
    public PostApiV1OrgsInvitations() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsInvitations(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param walletAddress an account
     * @param role {@code admin} or {@code member}; of a project {@code admin}, {@code developer} or {@code viewer}
     * @param projectId a project of the organisation; absent for the organisation itself
     */
    public record Request(
            @Nullable Long id,
            @Nullable String walletAddress,
            @Nullable String role,
            @Nullable Long projectId) {}

    @Override
    protected Envelope<Invitation> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String account = Fields.account(request.walletAddress());
        Long project = request.projectId() == null ? null : (Long) Fields.id("project_id", request.projectId());
        Item row =
                new Invitations(desk).invite(call, caller, Fields.id(request.id()), account, request.role(), project);
        return Envelope.of("Invited", Invitation.of(row, null));
    }
}
