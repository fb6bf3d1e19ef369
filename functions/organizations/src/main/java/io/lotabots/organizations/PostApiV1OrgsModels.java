package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/models}: lets an organisation use a model. */
public final class PostApiV1OrgsModels extends Endpoint<PostApiV1OrgsModels.Request, Envelope<Model>> {
    private final Desk desk;

    public PostApiV1OrgsModels() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsModels(Aws aws) {
        super(Request.class, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    /** @param modelId one of {@code GET /api/v1/models} */
    public record Request(@Nullable Long id, @Nullable Long modelId) {}

    @Override
    protected boolean queryIsRead() {
        return true;
    }

    @Override
    protected void admit(Call call) {
        desk.admit(call);
    }

    @Override
    protected Envelope<Model> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        long model = Fields.id("model_id", request.modelId());
        return Envelope.of("Model enrolled", new Models(desk).enrol(call, caller, Fields.id(request.id()), model));
    }
}
