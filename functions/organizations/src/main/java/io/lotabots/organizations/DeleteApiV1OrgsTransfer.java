package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /api/v1/orgs/{id}/transfer}: takes the offer of an organisation back. */
public final class DeleteApiV1OrgsTransfer
        extends DeskEndpoint<DeleteApiV1OrgsTransfer.Request, Envelope<Envelope.Empty>> {
    public DeleteApiV1OrgsTransfer() {
        this(Aws.of(Env.ofFunction()));
    }

    DeleteApiV1OrgsTransfer(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Envelope.Empty> answer(Request request, Call call) {
        new Transfers(desk).withdraw(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.done("Offer withdrawn");
    }
}
