package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/orgs/{id}}: deletes an organisation; it can be brought back for 30 days. */
public final class DeleteApiV1Orgs extends Endpoint<DeleteApiV1Orgs.Request, Envelope<Organization>> {
    private final Desk desk;

    public DeleteApiV1Orgs() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1Orgs(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected boolean queryIsRead() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        desk.admit(call);
    }

    @Override
    protected Envelope<Organization> answer(Request request, Call call) {
        Item row = new Organizations(desk).delete(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Organisation deleted; it can be restored for 30 days", Organization.of(row));
    }
}
