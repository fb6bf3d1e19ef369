package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/transfer/accept}: the account that an organisation was offered to takes it. */
public final class PostApiV1OrgsTransferAccept
        extends DeskEndpoint<PostApiV1OrgsTransferAccept.Request, Envelope<Organization>> {
    public PostApiV1OrgsTransferAccept() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsTransferAccept(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Organization> answer(Request request, Call call) {
        Item row = new Transfers(desk).accept(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("The organisation is yours", Organization.of(row));
    }
}
