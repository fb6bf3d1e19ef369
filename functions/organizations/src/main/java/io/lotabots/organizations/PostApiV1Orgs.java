package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.Scopes;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/orgs}: makes an organisation, and tells how many the caller owns; without a name it tells of
 * the newest, and makes the first.
 */
public final class PostApiV1Orgs extends DeskEndpoint<PostApiV1Orgs.Request, Envelope<PostApiV1Orgs.Answer>> {
    private final Organizations organizations;

    public PostApiV1Orgs() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1Orgs(Aws aws) {
        super(Request.class, aws);
        this.organizations = new Organizations(desk);
    }

    /** @param name 1 to 64 letters, unlike those of all other organisations; absent to be told of the newest one */
    public record Request(@Nullable String name) {}

    /**
     * The organisation, as all endpoints tell it, and a number.
     *
     * @param count how many organisations the caller owns
     */
    public record Answer(
            long count,
            long id,
            String organizationUid,
            String address,
            long orchestratorIdx,
            String name,
            String owner,
            String createdAt) {}

    private Envelope<Answer> answer(Caller caller, Item row, String message) {
        Organization made = Organization.of(row);
        return Envelope.of(
                message,
                new Answer(
                        organizations.owned(caller),
                        made.id(),
                        made.organizationUid(),
                        made.address(),
                        made.orchestratorIdx(),
                        made.name(),
                        made.owner(),
                        made.createdAt()));
    }

    @Override
    protected Envelope<Answer> answer(Request request, Call call) {
        Caller caller = desk.caller(call).require(Scopes.ORGS_WRITE);
        if (caller.organization() != null || caller.project() != null) {
            throw new Refusal(403, "FORBIDDEN", "A key for one organisation or project makes no other");
        }
        if (request.name() == null) {
            return answer(caller, organizations.newest(call, caller), "Up to date");
        }
        return answer(caller, organizations.create(call, caller, Names.of(request.name())), "Organisation made");
    }
}
