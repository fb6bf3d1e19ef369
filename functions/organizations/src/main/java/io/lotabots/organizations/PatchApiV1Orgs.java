package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code PATCH /api/v1/orgs/{id}}: gives an organisation another name. */
public final class PatchApiV1Orgs extends DeskEndpoint<PatchApiV1Orgs.Request, Envelope<Organization>> {
    public PatchApiV1Orgs() {
        this(Aws.of(Env.ofFunction()));
    }

    PatchApiV1Orgs(Aws aws) {
        super(Request.class, aws);
    }

    /** @param name 1 to 64 letters, unlike those of all other organisations */
    public record Request(@Nullable Long id, @Nullable String name) {}

    @Override
    protected Envelope<Organization> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        String name = Names.of(request.name());
        Item row = new Organizations(desk).rename(call, caller, Fields.id(request.id()), name);
        return Envelope.of("Organisation renamed", Organization.of(row));
    }
}
