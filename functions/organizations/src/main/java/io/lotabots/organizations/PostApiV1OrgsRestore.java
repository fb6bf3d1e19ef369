package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/restore}: brings a deleted organisation back. */
public final class PostApiV1OrgsRestore extends DeskEndpoint<PostApiV1OrgsRestore.Request, Envelope<Organization>> {
    public PostApiV1OrgsRestore() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsRestore(Aws aws) {
        super(Request.class, aws);
    }

    public record Request(@Nullable Long id) {}

    @Override
    protected Envelope<Organization> answer(Request request, Call call) {
        Item row = new Organizations(desk).restore(call, desk.caller(call), Fields.id(request.id()));
        return Envelope.of("Organisation restored", Organization.of(row));
    }
}
