package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.Caller;
import io.lotabots.access.Standing;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}}: an organisation. */
public final class GetApiV1Orgs extends DeskEndpoint<GetApiV1Orgs.Request, Envelope<Organization>> {
    public GetApiV1Orgs() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1Orgs(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Organization> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        long id = Fields.id(request.id());
        Standing standing = desk.standings().organization(call, caller, id, Action.READ_ORGANIZATION);
        return Envelope.of("Organisation", Organization.of(standing.organization()));
    }
}
