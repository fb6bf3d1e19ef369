package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/orgs/{id}/transfer}: takes the offer of an organisation back. */
public final class DeleteApiV1OrgsTransfer extends Endpoint<DeleteApiV1OrgsTransfer.Request, Envelope<Envelope.Empty>> {
    private final Desk desk;

    public DeleteApiV1OrgsTransfer() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsTransfer(Aws aws) {
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
    protected Envelope<Envelope.Empty> answer(Request request, Call call) {
        new Transfers(desk).withdraw(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.done("Offer withdrawn");
    }
}
