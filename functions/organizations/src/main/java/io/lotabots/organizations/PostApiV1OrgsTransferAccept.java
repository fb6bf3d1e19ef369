package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/transfer/accept}: the account that an organisation was offered to takes it. */
public final class PostApiV1OrgsTransferAccept
        extends Endpoint<PostApiV1OrgsTransferAccept.Request, Envelope<Organization>> {
    private final Desk desk;

    public PostApiV1OrgsTransferAccept() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsTransferAccept(Aws aws) {
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
        Item row = new Transfers(desk).accept(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("The organisation is yours", Organization.of(row));
    }
}
