package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Envelope;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/orgs/{id}/models}: lets an organisation use a model. */
public final class PostApiV1OrgsModels extends DeskEndpoint<PostApiV1OrgsModels.Request, Envelope<Model>> {
    public PostApiV1OrgsModels() {
        this(Aws.of(Env.ofFunction()));
    }

    PostApiV1OrgsModels(Aws aws) {
        super(Request.class, aws);
    }

    /** @param modelId one of {@code GET /api/v1/models} */
    public record Request(@Nullable Long id, @Nullable Long modelId) {}

    @Override
    protected Envelope<Model> answer(Request request, Call call) {
        Caller caller = desk.caller(call);
        long model = Fields.id("model_id", request.modelId());
        return Envelope.of("Model enrolled", new Models(desk).enrol(call, caller, Fields.id(request.id()), model));
    }
}
