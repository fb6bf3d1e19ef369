package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/orgs/{id}}: deletes an organisation; it can be brought back for 30 days. */
public final class DeleteApiV1Orgs extends DeskEndpoint<DeleteApiV1Orgs.Request, Envelope<Organization>> {
    public DeleteApiV1Orgs() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1Orgs(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Organization> answer(Request request, Call call) {
        Item row = new Organizations(desk).delete(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Organisation deleted; it can be restored for 30 days", Organization.of(row));
    }
}
